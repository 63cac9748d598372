// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import BomayServer

@Suite("Organisation charts")
struct ChartPageTests {
  private struct Box { let x, y, width, height: Int }

  private func boxes(_ text: String) -> [Box] {
    text.matches(of: /<rect class="box[^"]*" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/).compactMap { match in
      guard let x = Int(match.1), let y = Int(match.2), let width = Int(match.3), let height = Int(match.4) else {
        return nil
      }
      return Box(x: x, y: y, width: width, height: height)
    }
  }

  @Test(
    "keep within their width, and no box lies on another",
    arguments: ["/chart/tu-ky", "/chart/tu-ky?levels=1", "/chart/tinh-hai-duong?levels=3", "/chart/kinh-mon?levels=2"])
  func apart(address: String) async throws {
    let got = try await ServerFixture.get(address + (address.contains("?") ? "&" : "?") + "on=2022-10-31")
    let boxes = boxes(got.text)
    #expect(boxes.count > 3)
    let size = try #require(got.text.firstMatch(of: /class="orgchart" viewBox="0 0 1200 (\d+)"/))
    for (place, box) in boxes.enumerated() {
      #expect(box.x >= 0 && box.x + box.width <= OrgChartPicture.width)
      #expect(box.y + box.height <= Int(size.1) ?? 0)
      for other in boxes[..<place] {
        let isApart =
          box.x >= other.x + other.width || other.x >= box.x + box.width || box.y >= other.y + other.height
          || other.y >= box.y + box.height
        #expect(isApart, "\(box) \(other)")
      }
    }
  }

  @Test("are well-formed, name themselves, and lead to their units")
  func accessible() async throws {
    let got = try await ServerFixture.get("/chart/tu-ky?on=2022-10-31&lang=en")
    let start = try #require(got.text.range(of: "<svg")?.lowerBound)
    let end = try #require(got.text.range(of: "</svg>")?.upperBound)
    let svg = String(got.text[start..<end])
    let parsed = try XMLDocumentCheck.names(svg)
    #expect(parsed.contains("title") && parsed.contains("desc") && parsed.contains("a"))
    #expect(svg.contains("aria-labelledby=\"chart-title chart-about\"") && !svg.contains("style="))
    let links = svg.matches(of: /href="([^"]*)"/).map { String($0.1) }
    #expect(!links.isEmpty)
    for link in links { #expect(link.hasPrefix("/units/") || link.hasPrefix("/chart/")) }
    let whole = try await ServerFixture.get("/chart/tinh-hai-duong?on=2022-10-31&lang=en&levels=1")
    #expect(whole.text.contains("units below"))
  }
}

/// Names of the elements of a text that is well-formed XML.
private enum XMLDocumentCheck {
  struct NotWellFormed: Error { let at: Substring }

  static func names(_ text: String) throws -> [Substring] {
    var open: [Substring] = []
    var found: [Substring] = []
    for tag in text.matches(of: /<(\/?)([a-z]+)([^<>]*?)(\/?)>/) {
      if tag.1.isEmpty {
        found.append(tag.2)
        if tag.4.isEmpty { open.append(tag.2) }
      } else {
        guard open.popLast() == tag.2 else { throw NotWellFormed(at: tag.0) }
      }
    }
    guard open.isEmpty else { throw NotWellFormed(at: open[0]) }
    return found
  }
}
