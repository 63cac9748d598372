// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The life of a thing drawn to scale: a line for each matter, a bar for each value. Its table stands below it.
struct Timeline {
  private let events: [LifeEvent]
  private let answers: Answers
  private let title: String

  /// Days before this are shown as before the records: 1 January 1900.
  static let earliest: Int32 = -25_568

  private static let left = 150
  private static let width = 980
  private static let line = 34

  init(_ events: [LifeEvent], _ answers: Answers, title: String) {
    self.events = events
    self.answers = answers
    self.title = title
  }

  private var words: Catalogue { answers.words }

  /// `nil` where there is no day to draw.
  var svg: String? {
    let days = events.flatMap { [$0.from.latest, $0.until?.latest].compactMap { $0 } }
      .filter { $0.ordinal > Self.earliest }
    guard let first = days.min(), let last = days.max() else { return nil }
    let on = answers.moment.day
    let from = min(first, on).adding(days: -200)
    let to = max(last, on).adding(days: 200)
    var order: [String] = []
    for event in events where !order.contains(event.what) { order.append(event.what) }
    let height = 40 + order.count * Self.line
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 \(Self.width) \(height)" role="img">
      <title>\(EscapedHTML.escaped(words.term("page.timeline") + ": " + title))</title>

      """
    svg += years(from, to, height)
    for (place, what) in order.enumerated() {
      let y = 28 + place * Self.line
      svg += "<text class=\"what\" x=\"0\" y=\"\(y + 18)\">\(EscapedHTML.escaped(words.term("what.\(what)")))</text>\n"
      for event in events where event.what == what { svg += bar(event, y, from, to) }
    }
    let x = place(on, from, to)
    svg += "<line class=\"on\" x1=\"\(x)\" y1=\"16\" x2=\"\(x)\" y2=\"\(height - 4)\"/>\n"
    svg += "<text class=\"on\" x=\"\(x)\" y=\"12\" text-anchor=\"\(x > Self.width - 80 ? "end" : "middle")\">"
    return svg + "\(EscapedHTML.escaped(words.text(on)))</text>\n</svg>\n"
  }

  private func place(_ day: Day, _ from: Day, _ to: Day) -> Int {
    let whole = max(1, from.days(until: to))
    let passed = min(max(0, from.days(until: day)), whole)
    return Self.left + passed * (Self.width - Self.left - 10) / whole
  }

  /// A line at the beginning of each year, or of each so many, so that they stand apart.
  private func years(_ from: Day, _ to: Day, _ height: Int) -> String {
    let span = to.civil.year - from.civil.year
    let step = [1, 2, 5, 10, 20, 50, 100].first { span / $0 <= 12 } ?? 200
    var svg = ""
    for year in from.civil.year...to.civil.year where year % step == 0 {
      guard let day = Day(year: year, month: 1, day: 1), day >= from else { continue }
      let x = place(day, from, to)
      svg += "<line class=\"year\" x1=\"\(x)\" y1=\"16\" x2=\"\(x)\" y2=\"\(height - 4)\"/>\n"
      svg += "<text class=\"year\" x=\"\(x + 3)\" y=\"\(height - 4)\">\(year)</text>\n"
    }
    return svg
  }

  private func bar(_ event: LifeEvent, _ y: Int, _ from: Day, _ to: Day) -> String {
    if event.value == Self.ending { return mark(event, y, from, to) }
    let isOpen = event.from.latest.ordinal <= Self.earliest
    let start = isOpen ? Self.left : place(event.from.latest, from, to)
    let end = event.until.map { place($0.latest, from, to) } ?? end(of: event, from, to)
    let width = max(4, end - start - 2)
    let text = shown(event)
    var svg = isOpen ? "" : span(event.from, y, from, to)
    svg += "<g><title>\(EscapedHTML.escaped(text + ": " + words.text(from: event.from, until: event.until)))</title>"
    svg +=
      "<rect class=\"bar\" x=\"\(start)\" y=\"\(y)\" width=\"\(width)\" height=\"\(Self.line - 10)\" rx=\"3\"/>"
    let letters = (width - 10) / 7
    if letters >= 4 {
      let fits = text.count <= letters ? text : String(text.prefix(letters - 1)) + "…"
      svg += "<text class=\"value\" x=\"\(start + 6)\" y=\"\(y + 17)\">\(EscapedHTML.escaped(fits))</text>"
    }
    return svg + "</g>\n"
  }

  /// A value lasts until the next one of the same matter.
  private func end(of event: LifeEvent, _ from: Day, _ to: Day) -> Int {
    let next = events.filter {
      ($0.what == event.what || $0.value == Self.ending) && $0.from.latest > event.from.latest
    }.map(\.from.latest).min()
    return next.map { place($0, from, to) } ?? Self.width - 8
  }

  private static let ending = MessageValue.term("life.ends")

  /// The days on one of which it began.
  private func span(_ bound: Bound, _ y: Int, _ from: Day, _ to: Day) -> String {
    guard !bound.isExact else { return "" }
    let start = bound.earliest.ordinal <= Self.earliest ? Self.left : place(bound.earliest, from, to)
    let width = max(2, place(bound.latest, from, to) - start)
    return "<rect class=\"bar rough\" x=\"\(start)\" y=\"\(y)\" width=\"\(width)\" height=\"\(Self.line - 10)\"/>\n"
  }

  /// Where a life ends.
  private func mark(_ event: LifeEvent, _ y: Int, _ from: Day, _ to: Day) -> String {
    let x = place(event.from.latest, from, to)
    let text = EscapedHTML.escaped("\(shown(event)) \(words.text(event.from))")
    return span(event.from, y, from, to)
      + "<line class=\"end\" x1=\"\(x)\" y1=\"\(y)\" x2=\"\(x)\" y2=\"\(y + Self.line - 10)\"/>"
      + "<text class=\"value\" x=\"\(x - 6)\" y=\"\(y + 17)\" text-anchor=\"end\">\(text)</text>\n"
  }

  private func shown(_ event: LifeEvent) -> String {
    if event.what == "kind", case .text(let id) = event.value {
      return answers.moment.charter?.kind(Identifier(rawValue: id))?.name[words.language] ?? id
    }
    if case .unit(let unit) = event.value { return answers.moment.designation(of: unit, words.language) }
    return words.shown(event.value, answers.moment)
  }
}
