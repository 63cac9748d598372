// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Change {
  public static func createPost(_ post: PostID, in unit: UnitID, role: RoleID) -> Change {
    var record = CreatePost()
    record.post = post
    record.unit = unit
    record.role = role
    return Change(.createPost(record))
  }

  public static func abolishPost(_ post: PostID) -> Change {
    var record = AbolishPost()
    record.post = post
    return Change(.abolishPost(record))
  }

  public static func oneHolder(_ one: PostID, _ other: PostID) -> Change {
    var record = OneHolder()
    record.posts = [one, other]
    return Change(.oneHolder(record))
  }

  public static func separatePosts(_ one: PostID, _ other: PostID) -> Change {
    var record = SeparatePosts()
    record.posts = [one, other]
    return Change(.separatePosts(record))
  }

  /// Without a name: an unnamed person.
  public static func person(_ person: PersonID, name: String? = nil) -> Change {
    var record = IntroducePerson()
    record.person = person
    record.attributes.name = name
    return Change(.person(record))
  }

  public static func identify(_ person: PersonID, _ name: String) -> Change {
    var record = Identify()
    record.person = person
    record.attributes.name = name
    return Change(.identify(record))
  }

  public static func appoint(_ person: PersonID, to post: PostID, as kind: HoldingKind? = nil) -> Change {
    var record = Appoint()
    record.installation.person = person
    record.installation.post = post
    record.installation.kind = kind
    return Change(.appoint(record))
  }

  public static func elect(_ person: PersonID, to post: PostID, term: Int64? = nil) -> Change {
    var record = Elect()
    record.installation.person = person
    record.installation.post = post
    record.installation.term = term
    return Change(.elect(record))
  }

  public static func relieve(_ person: PersonID, from post: PostID, how: Departure? = nil) -> Change {
    var record = Relieve()
    record.person = person
    record.post = post
    record.how = how
    return Change(.relieve(record))
  }

  public static func rotate(_ person: PersonID, from: PostID, to: PostID) -> Change {
    var record = Rotate()
    record.person = person
    record.from = from
    record.to = to
    return Change(.rotate(record))
  }

  public static func allowance(_ person: PersonID, for post: PostID, beside main: PostID) -> Change {
    var record = GrantAllowance()
    record.person = person
    record.post = post
    record.main = main
    record.rule = "added-post"
    return Change(.allowance(record))
  }
}
