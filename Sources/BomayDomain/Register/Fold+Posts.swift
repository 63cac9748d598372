// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// A tenure's value once it has ended: below nought, by the way it ended.
  static func left(_ how: Departure?) -> Int32 {
    guard let how, let index = Departure.allCases.firstIndex(of: how) else { return -1 }
    return -2 - Int32(index)
  }

  mutating func foldPosts(_ action: Action, _ at: inout Footprint) -> Bool {
    switch action {
    case .createPost(let new):
      let post = intern(new.post)
      state(.postLife, post, 1, &at)
      state(.postUnit, post, intern(new.unit), &at)
      state(.postRole, post, intern(new.role), &at)
      state(.postSeats, post, counts.intern(new.seats ?? .one), &at)
      state(.postName, post, text: new.name, &at)
      state(.postSlot, post, text: new.slot, &at)
    case .abolishPost(let change): state(.postLife, intern(change.post), 0, &at)
    case .oneHolder(let change): pair(change.posts, 1, &at)
    case .separatePosts(let change): pair(change.posts, 0, &at)
    case .person(let new):
      let person = intern(new.person)
      state(.personLife, person, 1, &at)
      state(.personName, person, new.attributes.name.map { texts.intern($0) } ?? Register.noValue, &at)
      fold(new.attributes, of: person, &at)
    case .identify(let change):
      let person = intern(change.person)
      state(.personName, person, text: change.attributes.name, &at)
      fold(change.attributes, of: person, &at)
    case .appoint(let change): install(change.installation, .appoint, &at)
    case .elect(let change): install(change.installation, .elect, &at)
    case .designate(let change): install(change.installation, .designate, &at)
    case .second(let change): install(change.installation, .second, &at)
    case .relieve(let change):
      state(.tenure, tenure(change.person, change.post), Register.left(change.how), &at)
    case .rotate(let change):
      state(.tenure, tenure(change.person, change.from), Register.left(.transferred), &at)
      let value = HoldingValue(
        accession: .rotate, kind: .main, isActing: false, term: change.term, ratified: -1,
        rotatedFrom: intern(change.from))
      state(.tenure, tenure(change.person, change.to), holdings.intern(value), &at)
    case .allowance(let grant):
      state(.allowance, tenure(grant.person, grant.post), record: action, &at)
    case .assignQuota(let change):
      state(.quota, staffKey(change.unit, change.category, change.period), record: action, &at)
    case .headcount(let change):
      state(.headcount, staffKey(change.unit, change.category, change.on), record: action, &at)
    case .movement(let change):
      state(.movement, staffKey(change.unit, change.category, change.period), record: action, &at)
    case .reduce(let change):
      state(.reduction, staffKey(change.unit, change.category, change.on), record: action, &at)
    default: return false
    }
    return true
  }

  private mutating func fold(_ attributes: PersonalAttributes, of person: Int32, _ at: inout Footprint) {
    if let born = attributes.born { state(.personBorn, person, bounds.intern(born), &at) }
    if let local = attributes.local { state(.personLocal, person, intern(local), &at) }
  }

  private mutating func staffKey(
    _ unit: Identifier<OrgUnit>, _ category: Identifier<StaffCategory>, _ period: Bound
  ) -> Int32 {
    staffKeys.intern(StaffKey(unit: intern(unit), category: intern(category), period: period))
  }

  private mutating func pair(_ posts: [Identifier<Post>], _ value: Int32, _ at: inout Footprint) {
    guard posts.count == 2, posts[0] != posts[1] else { return }
    state(.oneHolder, postPair(intern(posts[0]), intern(posts[1])), value, &at)
  }

  private mutating func install(_ new: Installation, _ accession: Accession, _ at: inout Footprint) {
    let value = HoldingValue(
      accession: accession, kind: new.kind, isActing: new.acting, term: new.term,
      ratified: new.ratified.map { intern($0) } ?? -1, rotatedFrom: -1)
    state(.tenure, tenure(new.person, new.post), holdings.intern(value), &at)
  }
}
