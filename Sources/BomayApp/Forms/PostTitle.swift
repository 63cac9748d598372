// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// The title of a post as a form has it: a word that ends the role and begins the unit stands once.
  func title(_ post: Identifier<Post>) -> String {
    let full = moment.designation(of: post, language)
    guard let role = moment.role(of: post), let unit = moment.unit(of: post) else { return full }
    let title = moment.charter?.role(role)?.name[language] ?? role.rawValue
    let place = name(unit)
    return full == "\(title) \(place)" ? FormDesk.joined(title, place) : full
  }

  static func joined(_ title: String, _ place: String) -> String {
    let head = title.split(separator: " ")
    let tail = place.split(separator: " ")
    for length in stride(from: min(head.count, tail.count), to: 0, by: -1)
    where head.suffix(length).map({ $0.lowercased() }) == tail.prefix(length).map({ $0.lowercased() }) {
      return (head.dropLast(length) + tail).joined(separator: " ")
    }
    return "\(title) \(place)"
  }

  /// The post of a seat in the locality, or the words of the seat where none is on record.
  func title(_ seat: Charter.Seat, in locality: Identifier<OrgUnit>) -> String {
    let bodies = moment.bodies(in: locality).filter { body in
      moment.kind(of: body).possible.map { seat.kinds.contains($0) } ?? false
    }
    if let post = bodies.flatMap({ moment.posts(of: $0) }).first(where: { moment.role(of: $0) == seat.role }) {
      return title(post)
    }
    let role = moment.charter?.role(seat.role)?.name[language] ?? seat.role.rawValue
    let kind = seat.kinds.first.map { moment.charter?.kind($0)?.name[language] ?? $0.rawValue } ?? ""
    return FormDesk.joined(role, kind)
  }
}
