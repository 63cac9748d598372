// SPDX-License-Identifier: Apache-2.0

/// What a short form came to: explicit changes, and what stood in the way.
public struct Expansion: Sendable {
  public var changes: [Change] = []
  public var diagnostics: [Diagnostic] = []
}

extension AsOf {
  /// The changes by which an area comes to have what a template says: new bodies and posts where the
  /// slot is empty, new names and kinds where the area changed rank, a new parent where the area came
  /// under another, ends where the template has the slot no more. Slots map to slots, so that a body
  /// outlives the rank of its area.
  public func expand(template name: String, to area: Identifier<OrgUnit>, effective: Bound?) -> Expansion {
    var result = Expansion()
    guard let template = charter?.template(name) else {
      result.diagnostics.append(
        Diagnostic(.error, code: "unknown-template", about: [name], values: ["template": .text(name)]))
      return result
    }
    guard knows(area) else { return result }
    guard let kind = kind(of: area).possible, template.kinds.contains(kind) else {
      result.diagnostics.append(
        Diagnostic(
          .error, code: "template-of-another-kind", about: [area.rawValue],
          values: [
            "template": .text(name), "unit": .unit(area), "kinds": .list(template.kinds.map(\.rawValue)),
          ]))
      return result
    }
    var expander = TemplateExpander(area: area, template: template, moment: self, effective: effective)
    expander.run()
    result.changes = expander.changes
    return result
  }
}

private struct TemplateExpander {
  let area: Identifier<OrgUnit>
  let template: Charter.TemplateSpec
  let moment: AsOf
  let effective: Bound?
  var changes: [Change] = []

  private func id(_ slot: String) -> Identifier<OrgUnit> { Identifier(rawValue: "\(area)/\(slot)") }

  private var bareName: String { moment.name(of: area).possible ?? area.rawValue }

  private mutating func add(_ action: Action, _ slot: String) {
    changes.append(Change(action, effective: effective, origin: "\(template.name)/\(slot)"))
  }

  mutating func run() {
    for unit in template.units { unitOf(unit) }
    endEmptied()
  }

  private mutating func unitOf(_ spec: Charter.TemplateUnit) {
    let unit = id(spec.slot)
    let name = spec.name.replacing("{name}", with: bareName)
    if moment.knows(unit), moment.isAlive(unit) != .no {
      if moment.name(of: unit).possible != name {
        var rename = Rename()
        rename.unit = unit
        rename.name = name
        add(.rename(rename), spec.slot)
      }
      if moment.kind(of: unit).possible != spec.kind {
        var reclassify = Reclassify()
        reclassify.unit = unit
        reclassify.kind = spec.kind
        add(.reclassify(reclassify), spec.slot)
      }
      follow(spec, unit)
    } else {
      // What has ended is not brought back by a template, nor given posts.
      guard !moment.knows(unit) else { return }
      var new = Establish()
      new.unit = unit
      new.kind = spec.kind
      new.name = name
      new.parent = spec.parent.flatMap { parent($0) }
      new.area = area
      new.slot = spec.slot
      add(.establish(new), spec.slot)
    }
    for post in spec.posts { postOf(post, unit, spec.slot) }
  }

  /// A body that hung under one of the area above hangs under that of the new area above.
  private mutating func follow(_ spec: Charter.TemplateUnit, _ unit: Identifier<OrgUnit>) {
    guard spec.parent?.hasPrefix("^") ?? false, let parent = spec.parent.flatMap({ parent($0) }), moment.knows(parent),
      moment.parent(of: unit).possible != .unit(parent)
    else { return }
    var transfer = Transfer()
    transfer.unit = unit
    transfer.to = parent
    add(.transfer(transfer), spec.slot)
  }

  private mutating func postOf(_ spec: Charter.TemplatePost, _ unit: Identifier<OrgUnit>, _ slot: String) {
    let post = Identifier<Post>(rawValue: "\(unit)/\(spec.slot)")
    guard !moment.knows(post) else { return }
    var new = CreatePost()
    new.post = post
    new.unit = unit
    new.role = spec.role
    new.seats = spec.seats ?? moment.charter?.role(spec.role)?.seats
    new.slot = spec.slot
    add(.createPost(new), "\(slot)/\(spec.slot)")
  }

  private func parent(_ slot: String) -> Identifier<OrgUnit>? {
    if slot == "area" { return area }
    guard slot.hasPrefix("^") else { return id(slot) }
    guard case .unit(let above)? = moment.parent(of: area).possible else { return nil }
    return Identifier(rawValue: "\(above)/\(slot.dropFirst())")
  }

  /// Bodies that an earlier template gave and this one has not.
  private mutating func endEmptied() {
    let slots = Set(template.units.map(\.slot))
    for body in moment.bodies(in: area) {
      guard let slot = moment.slot(of: body), id(slot) == body, !slots.contains(slot) else { continue }
      var end = Dissolve()
      end.unit = body
      end.settle = moment.postsEnding(with: body)
      add(.dissolve(end), slot)
    }
  }
}

extension AsOf {
  func postsEnding(with unit: Identifier<OrgUnit>) -> Settlement {
    var settlement = Settlement()
    for post in posts(of: unit) {
      var item = SettledPost()
      item.post = post
      settlement.posts.append(item)
      for holder in holders(of: post) {
        var left = SettledHolder()
        left.person = holder.person
        left.post = post
        settlement.holders.append(left)
      }
    }
    return settlement
  }

  /// Says a short settlement out in full: children, posts and their holders one by one.
  public func complete(
    _ settlement: Settlement?, of ended: [Identifier<OrgUnit>], childrenTo: Identifier<OrgUnit>?,
    childrenAmong: [Identifier<OrgUnit>], abolishesPosts: Bool
  ) -> Settlement {
    var full = settlement ?? Settlement()
    for unit in ended {
      if childrenTo != nil || !childrenAmong.isEmpty {
        let named = Set(full.children.map(\.unit))
        for child in children(of: unit) where !named.contains(child) && !ended.contains(child) {
          var item = SettledChild()
          item.unit = child
          item.to = childrenTo
          item.among = childrenTo == nil ? childrenAmong : []
          full.children.append(item)
        }
      }
      if abolishesPosts {
        let rest = postsEnding(with: unit)
        let named = Set(full.posts.map(\.post))
        full.posts += rest.posts.filter { !named.contains($0.post) }
        full.holders += rest.holders.filter { item in
          !full.holders.contains { $0.person == item.person && $0.post == item.post }
        }
      }
    }
    return full
  }

  /// Bodies of ended areas follow them, slot by slot: into the body in the same slot of the area that
  /// follows, or undetermined among those of the areas it may have gone to. Their posts end.
  public func bodiesFollowing(
    _ ended: [Identifier<OrgUnit>], into successors: [Identifier<OrgUnit>], effective: Bound?
  ) -> [Change] {
    ended.flatMap { area in
      bodies(in: area).compactMap { body -> Change? in
        let slot = slot(of: body)
        var settlement = postsEnding(with: body)
        let targets =
          slot.map { slot in
            successors.map { Identifier<OrgUnit>(rawValue: "\($0)/\(slot)") }
          } ?? []
        for child in children(of: body) where !bodies(in: area).contains(child) {
          var item = SettledChild()
          item.unit = child
          item.to = targets.count == 1 ? targets[0] : nil
          item.among = targets.count == 1 ? [] : targets
          settlement.children.append(item)
        }
        guard !targets.isEmpty else {
          var end = Dissolve()
          end.unit = body
          end.settle = settlement
          return Change(.dissolve(end), effective: effective, origin: "by-slot")
        }
        var end = Absorb()
        end.units = [body]
        end.into = targets.count == 1 ? targets[0] : nil
        end.among = targets.count == 1 ? [] : targets
        end.settle = settlement
        return Change(.absorb(end), effective: effective, origin: "by-slot")
      }
    }
  }
}
