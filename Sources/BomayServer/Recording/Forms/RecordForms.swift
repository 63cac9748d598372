// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension RecordForm {
  /// Every form there is, in the order in which they are offered.
  static let list: [RecordForm] = models + people + units + figures

  static let groups = ["models", "people", "units", "figures"]

  private init(_ id: String, _ group: String, _ verb: String, _ fields: [FormField], and parts: [FormPart] = []) {
    self.init(id: id, group: group, parts: [FormPart(name: verb, verb: verb, fields: fields)] + parts)
  }

  private static let terms: [FormField] = [
    .text("reason", needed: true),
    FormField(
      key: "replacement",
      kind: .choice(family: "replacement", words: ["separate-holders", "separate-units", "permanent"]), isNeeded: true),
    .bound("due", needed: true), .pick("responsible", .unit, needed: true),
  ]

  private static let models = [
    RecordForm("stop-pilot", "models", "stop-pilot", [.listed("stop-pilot", .pilot)] + terms),
    RecordForm(
      "announce-stop", "models", "announce-stop",
      [.listed("announce-stop", .pilot), .bound("by", needed: true)] + terms),
    RecordForm("separate-posts", "models", "separate-posts", [.picks("separate-posts", .post, needed: true, most: 2)]),
    RecordForm(
      "start-pilot", "models", "start-pilot",
      [
        .minted("start-pilot", .pilot), .charter("model", .models), .pick("in", .unit, needed: true),
        .picks("basis", .document), .bound("review"), .bound("ends"),
      ]),
    RecordForm(
      "extend-pilot", "models", "extend-pilot", [.listed("extend-pilot", .pilot), .bound("ends", needed: true)]),
  ]

  private static func installation(_ verb: String, _ kind: HoldingKind?) -> [FormField] {
    [
      .pick(verb, .person, needed: true, otherwise: "person.person"), .pick("post", .post, needed: true),
      .choice("as", "holding", HoldingKind.self, usual: kind), FormField(key: "acting", kind: .flag),
      .number("term"), .bound("until"),
    ]
  }

  private static let people = [
    RecordForm("appoint", "people", "appoint", installation("appoint", .main), and: [person]),
    RecordForm("elect", "people", "elect", installation("elect", .main), and: [person]),
    RecordForm("concurrent", "people", "appoint", installation("appoint", .concurrent), and: [person]),
    RecordForm(
      "relieve", "people", "relieve",
      [
        .pick("relieve", .person, needed: true), .pick("post", .post, needed: true),
        .choice("how", "departure", Departure.self),
      ]),
    RecordForm(
      "rotate", "people", "rotate",
      [
        .pick("rotate", .person, needed: true), .pick("from", .post, needed: true), .pick("to", .post, needed: true),
        .number("term"),
      ]),
    RecordForm(
      "create-post", "people", "create-post",
      [
        .minted("create-post", .post), .pick("unit", .unit, needed: true), .charter("role", .roles), .text("name"),
        .number("seats"),
      ]),
    RecordForm("abolish-post", "people", "abolish-post", [.pick("abolish-post", .post, needed: true)]),
    RecordForm("one-holder", "people", "one-holder", [.picks("one-holder", .post, needed: true, most: 2)]),
  ]

  private static let made: [FormField] = [
    .charter("kind", .kinds), .text("name"), .pick("parent", .unit), .pick("in", .unit), .text("code"),
    FormField(key: FilledForm.template, kind: .charter(.templates), isWritten: false),
  ]

  private static func ending(_ verb: String, _ fields: [FormField]) -> RecordForm {
    RecordForm(
      id: verb, group: "units", parts: [FormPart(name: verb, verb: verb, fields: fields, isEnding: true)])
  }

  private static let units = [
    RecordForm("establish", "units", "establish", [.minted("establish", .unit, from: "name")] + made),
    RecordForm("rename", "units", "rename", [.pick("rename", .unit, needed: true), .text("name", needed: true)]),
    RecordForm(
      "transfer", "units", "transfer", [.pick("transfer", .unit, needed: true), .pick("to", .unit, needed: true)]),
    ending("merge", [.picks("merge", .unit, needed: true), .minted("into", .unit, from: "name")] + made),
    ending("absorb", [.picks("absorb", .unit, needed: true), .pick("into", .unit, needed: true)]),
    ending("dissolve", [.pick("dissolve", .unit, needed: true)]),
  ]

  private static let figures = [
    RecordForm(
      "quota", "figures", "assign-quota",
      [
        .pick("assign-quota", .unit, needed: true), .charter("category", .categories), .bound("period", needed: true),
        .number("number", needed: true),
      ]),
    RecordForm(
      "headcount", "figures", "headcount",
      [
        .pick("headcount", .unit, needed: true), .charter("category", .categories), .bound("on", needed: true),
        .number("number", needed: true),
      ]),
    RecordForm(
      "observation", "figures", "observe",
      [
        .minted("observe", .observation, from: "indicator"), .text("indicator", needed: true), .pick("in", .unit),
        .bound("on"), .bound("period"), .number("value"), .text("words"), .choice("measure", "measure", Measure.self),
        .choice("role", "observation-role", ObservationRole.self),
      ]),
    RecordForm(
      "directive", "figures", "issue-directive",
      [
        .minted("issue-directive", .directive, from: "content"), .pick("giver", .unit, needed: true),
        .picks("lead", .unit), .picks("partners", .unit), FormField(key: "content", kind: .lines, isNeeded: true),
        .text("product"), .bound("due"),
      ]),
    RecordForm(
      "report", "figures", "report-directive",
      [
        .listed("report-directive", .directive), FormField(key: "progress", kind: .lines, isNeeded: true),
        .choice("state", "directive", DirectiveProgress.self), .picks("by", .unit),
      ]),
  ]
}
