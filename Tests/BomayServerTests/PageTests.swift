// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Pages")
struct PageTests {
  static let addresses = [
    "/", "/apparatus", "/apparatus/tinh-hai-duong", "/units/tu-ky", "/units/kinh-mon", "/units/tu-ky%2Fban-to-chuc",
    "/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban", "/documents/nq-788-2019", "/pilots/M3-tu-ky", "/directives/d-f2",
    "/readings/f32-r1", "/models/M3/tu-ky", "/models/M1-district/chi-linh", "/why/F32", "/why/M1", "/why/T1",
    "/search?q=tu+ky", "/search", "/tables", "/decisions", "/decisions?q=kinh+mon&rests=derived",
    "/decisions/territory-2017", "/lineage", "/lineage?unit=c10693&from=2018-01-01&to=2025-07-01", "/reports",
    "/reports/07", "/convert", "/lineage?q=kinh+mon&from=2018-01-01&to=2025-07-01", "/log/1", "/log/100", "/log/244",
    "/differences", "/differences?from=2019-11-30&to=2019-12-01", "/documents/nq-18-2017",
    "/chart/tu-ky", "/chart/tinh-hai-duong?levels=3",
    "/decisions?act=decided&unit=kinh-mon&signed-from=2019-01-01&recorded-to=2030-01-01&author=a",
  ]

  @Test("are shown in both languages, with landmarks and without script", arguments: addresses, ["vi", "en"])
  func shown(address: String, language: String) async throws {
    let asked = address + (address.contains("?") ? "&" : "?") + "on=2022-10-31&lang=\(language)"
    let page = try await ServerFixture.get(asked)
    #expect(page.status == 200)
    #expect(page.text.contains("<html lang=\"\(language)\">"))
    for part in ["<main id=\"main\"", "<nav aria-label=", "role=\"search\"", "<footer", "<h1>"] {
      #expect(page.text.contains(part), "\(part)")
    }
    #expect(!page.text.lowercased().contains("<script") && !page.text.contains(" style="))
    #expect(!page.text.contains("{{") && !page.text.contains("page."))
  }

  @Test("keep the day, the revision and the language in every link", arguments: ["/", "/units/tu-ky", "/decisions"])
  func kept(address: String) async throws {
    let page = try await ServerFixture.get("\(address)?on=2022-10-31&known_at=240&lang=en")
    let own = page.links.filter { $0.hasPrefix("/") && !$0.hasPrefix("/assets/") && $0.contains("?") }
    #expect(own.count > 10)
    for link in own where !link.contains("lang=vi") && link != "\(address)?lang=en" {
      #expect(link.contains("on=2022-10-31") && link.contains("known_at=240") && link.contains("lang=en"), "\(link)")
    }
  }

  @Test("set two days side by side: how many of each kind, what is otherwise, and by which decisions")
  func differences() async throws {
    let page = try await ServerFixture.get("/differences?from=2019-11-30&to=2019-12-01&lang=en")
    let rows = page.text.matches(of: /<tr>.*?<\/tr>/.dotMatchesNewlines())
      .map { $0.output.replacing(/<[^>]+>/, with: " ").split(separator: " ").joined(separator: " ") }
    // 27 communes fewer: 29 of one kind ended, and two became wards.
    for row in ["commune 207 178 -29", "ward 45 47 2"] {
      #expect(rows.contains { $0.lowercased().hasPrefix(row) }, "\(row) in \(rows.prefix(5))")
    }
    #expect(!rows.contains { $0.hasPrefix("township") }, "ten before and after")
    #expect(page.links.contains { $0.hasPrefix("/decisions/") && $0.contains("2019") })
    #expect(page.links.contains { $0.hasPrefix("/api/v1/differences?") && $0.contains("format=csv") })
    let same = try await ServerFixture.get("/differences?from=2019-11-29&to=2019-11-30&lang=en")
    #expect(same.text.ranges(of: "Nothing is otherwise.").count == 2)
    let asked = try await ServerFixture.get("/differences?lang=en")
    #expect(asked.status == 200 && !asked.text.contains("Nothing is otherwise."))
    for query in ["from=x", "from=2019-11-29&to=x"] {
      #expect(try await ServerFixture.get("/differences?\(query)&lang=en").status == 400, "\(query)")
    }
  }

  @Test("of forms show what people read: at least, the words for a reason, no word of machines")
  func reports() async throws {
    let page = try await ServerFixture.get("/reports/02?on=2022-10-31&lang=en")
    for word in ["at least 2", "not begun, due quarter II of 2024", "units of which it is not known: 10"] {
      #expect(page.text.contains(word), "\(word)")
    }
    for word in ["notBegun", "{count", ">total<"] { #expect(!page.text.contains(word), "\(word)") }
    for link in page.links where link.hasPrefix("/why/") || link.hasPrefix("/units/") {
      #expect(try await ServerFixture.get(link).status == 200, "\(link)")
    }
  }

  @Test("of what is not to be settled on a day say so; of what never was there is none")
  func unsettled() async throws {
    let none = try await ServerFixture.get("/why/M3-tu-ky%2Fsame-holder?on=2019-01-01&lang=en")
    #expect(none.status == 200 && none.text.contains("Nothing is to be settled here on 2019-01-01"))
    #expect(try await ServerFixture.get("/why/M3-tu-ky%2Fno-cause?lang=en").status == 404)
    #expect(try await ServerFixture.get("/why/M3-nowhere%2Fsame-holder?lang=en").status == 404)
  }

  @Test("of a document list the models that rest on it, and the decisions")
  func resting() async throws {
    let ground = try await ServerFixture.get("/documents/nq-18-2017?on=2022-10-31&lang=en")
    #expect(
      ground.text.contains("Models on trial that rest on it") && ground.links.contains { $0.contains("M3-tu-ky") })
    let merger = try await ServerFixture.get("/documents/nq-788-2019?on=2022-10-31&lang=en")
    #expect(!merger.text.contains("Models on trial that rest on it"))
    #expect(merger.text.contains("Decisions that it bears") && merger.links.contains { $0.hasPrefix("/decisions/") })
  }

  @Test("lead nowhere that is not there")
  func followed() async throws {
    var seen: Set<String> = []
    for address in ["/", "/units/tu-ky", "/why/M1", "/tables/figures", "/reports", "/pilots/M3-tu-ky", "/decisions"] {
      let page = try await ServerFixture.get("\(address)?on=2022-10-31&lang=en")
      for link in page.links where link.hasPrefix("/") && seen.insert(link).inserted && seen.count < 70 {
        #expect(try await ServerFixture.get(link).status == 200, "\(link) on \(address)")
      }
    }
    #expect(seen.count >= 60)
  }

  @Test("of another day say so, of today do not")
  func past() async throws {
    let today = try await ServerFixture.get("/?lang=en")
    #expect(!today.text.contains("class=\"banner\""))
    let past = try await ServerFixture.get("/?lang=en&on=2022-10-31")
    #expect(past.text.contains("<body class=\"elsewhen\">"))
    #expect(past.text.contains("This is the state of 2022-10-31, not of today (2022-11-10)."))
    let known = try await ServerFixture.get("/?lang=en&known_at=200")
    #expect(known.text.contains("As known at revision 200"))
  }

  @Test("show the models of the overview by word, mark and colour")
  func matrix() async throws {
    let page = try await ServerFixture.get("/?on=2022-10-31&lang=en").text
    #expect(
      page.contains("<td class=\"m-stopPlanned\"><a href=\"/models/M3/tu-ky?on=2022-10-31&amp;lang=en\">■ to stop"))
    #expect(page.contains("<td class=\"m-notBegun\"><a href=\"/models/M1-district/chi-linh?"))
    #expect(page.contains(">10/12</a>"))
    #expect(page.contains("46 more needed"))
  }

  @Test("take the language of the address, else that of the browser, else the usual one")
  func languages() async throws {
    func language(_ address: String, _ accepted: String?) async throws -> String? {
      try await ServerFixture.get(address, accepted.map { [.acceptLanguage: $0] } ?? [:]).header("Content-Language")
    }
    #expect(try await language("/reports", nil) == "vi")
    #expect(try await language("/reports", "en-GB,en;q=0.9,vi;q=0.4") == "en")
    #expect(try await language("/reports", "fr, vi;q=0.3") == "vi")
    #expect(try await language("/reports?lang=en", "vi") == "en")
    #expect(try await language("/reports?lang=xx", "en") == "en")
  }

  @Test(
    "the apparatus begins with the areas at the top and their bodies; others stand with their areas, and none is lost")
  func top() async throws {
    func units(_ address: String) async throws -> Set<String> {
      let text = try await ServerFixture.get(address, [.acceptLanguage: "en"]).text
      return Set(text.matches(of: /href="\/units\/([^"?]+)/).compactMap { String($0.1).removingPercentEncoding })
    }
    let day = "on=2022-10-31"
    let top = try await units("/apparatus?\(day)")
    #expect(top.isSuperset(of: ["tinh-hai-duong", "tinh-hai-duong/hdnd"]) && top.count < 20, "\(top)")
    #expect(!top.contains("tu-ky/hdnd"))
    #expect(try await units("/apparatus/tu-ky?\(day)").contains("tu-ky/hdnd"))
    // Whatever lives is found by opening one after the other.
    let register = try ServerFixture.session().register
    let moment = register.asOf(try #require(Day("2022-10-31")), knownAt: register.head)
    let roots = Set(moment.roots().map(\.rawValue))
    var found = top
    for area in moment.roots() + moment.units(ofLevel: "district") + moment.units(ofLevel: "commune") {
      found.formUnion(moment.bodies(in: area).map(\.rawValue))
    }
    #expect(roots.subtracting(found) == [])
  }

  @Test(
    "refuse by a page of their own",
    arguments: [
      ("/nowhere", 404, "There is no such page"), ("/units/tu-kyy", 404, ">tu-ky</a>"),
      ("/?on=2022-02-30", 400, "is no day"), ("/?known_at=999999", 404, "has no revision 999999"),
      ("/?known_at=soon", 400, "is no revision or moment"), ("/search?q=%FF", 400, "not properly encoded"),
      ("/units/c10693-2019?known_at=1", 404, "recorded later"), ("/reports/99", 404, "it can be"),
      ("/lineage?unit=tu-ky", 400, "Give a value for from"), ("/log/245", 404, "has no revision 245"),
      ("/log/x", 404, "has no revision x"), ("/chart/tu-ky?levels=9", 400, "it can be"),
      ("/apparatus?page=99", 400, "it can be"), ("/decisions?signed-from=x", 400, "is no day"),
      ("/tables/nothing", 404, "There is no such page"),
    ])
  func refused(address: String, status: Int, words: String) async throws {
    let page = try await ServerFixture.get(address, [.acceptLanguage: "en"])
    #expect(page.status == status)
    #expect(page.text.contains(words), "\(page.text.suffix(1500))")
    #expect(page.text.contains("<main id=\"main\"") && page.header("Content-Type") == "text/html; charset=utf-8")
  }

  @Test("to print let in their own style and nothing else")
  func printed() async throws {
    let page = try await ServerFixture.get("/reports/07/print?on=2022-10-31")
    #expect(page.status == 200 && page.text.contains("20,4") && page.text.contains("244:"))
    let policy = try #require(page.header("Content-Security-Policy"))
    #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
  }

  @Test("and refusals have words in every language, and templates ask for none that is not there")
  func words() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/BomayServer/Resources/templates")
    let templates = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(templates.count > 10)
    var asked: Set<String> = []
    for name in templates {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      asked.formUnion(text.matches(of: /\{\{w\.([a-z-]+)\}\}/).map { "page.\($0.1)" })
    }
    for language in Catalogue.languages {
      let keys = try #require(Catalogue(language)).keys
      #expect(asked.subtracting(keys).isEmpty)
      for code in Refusal.codes { #expect(keys.isSuperset(of: ["refusal.\(code)", "refusal.\(code).detail"])) }
      for endpoint in Endpoint.all {
        #expect(keys.contains("api.\(endpoint.name)"))
        for parameter in endpoint.parameters { #expect(keys.contains("api.parameter.\(parameter.name)")) }
      }
    }
  }
}
