// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// Changes whenever the same log folds to other facts.
  public static let foldVersion = 1

  /// Hands out everything folded as bytes, in runs: numbers little-endian, texts by length and UTF-8.
  /// How facts are linked to each other follows from them and is left out.
  public func writeFolded(_ sink: @escaping ([UInt8]) -> Void) {
    var run = FoldedBytes(sink: sink)
    run.write(head.number)
    for row in 0..<Int32(facts.count) {
      let fact = facts[row]
      run.write(Int32(fact.attribute.rawValue))
      for number in [
        fact.subject, fact.value, fact.fromEarliest, fact.fromLatest, fact.untilEarliest, fact.untilLatest,
        fact.entry, fact.place, fact.knownFrom, fact.knownUntil,
      ] { run.write(number) }
    }
    for claim in facts.order.claimed { run.write(claim) }
    for keys in [units.keys, posts.keys, persons.keys, texts.keys] + names.map(\.keys) {
      run.write(Int32(keys.count))
      for key in keys { run.write(key) }
    }
    for count in counts.keys { run.write(count.description) }
    for bound in bounds.keys { run.write(bound.description) }
    for set in unitSets.keys { run.write(set) }
    for value in successions.keys {
      run.write(value.kind.rawValue)
      run.write(value.successors)
      run.write(value.together)
      run.write((value.isOneOf ? 1 : 0) + (value.survives ? 2 : 0))
      for share in value.shares {
        run.write([share.any, share.population, share.area].map { $0?.description ?? "" }.joined(separator: " "))
      }
    }
    for value in holdings.keys {
      run.write("\(value.accession.rawValue) \(value.kind?.rawValue ?? "") \(value.isActing) \(value.term ?? -1)")
      run.write(value.ratified)
      run.write(value.rotatedFrom)
    }
    for pair in tenures.keys + postPairs.keys + modelLocalities.keys {
      run.write(pair.first)
      run.write(pair.second)
    }
    for key in staffKeys.keys {
      run.write(key.unit)
      run.write(key.category)
      run.write(key.period.description)
    }
    run.write(Int32(records.count))
    for charter in charters {
      run.write(Int32(charter.revision))
      run.write(charter.charter.canonicalText)
    }
    run.flush()
  }
}

private struct FoldedBytes {
  let sink: ([UInt8]) -> Void
  var buffer: [UInt8] = []

  init(sink: @escaping ([UInt8]) -> Void) { self.sink = sink }

  mutating func write(_ number: Int32) {
    let bits = UInt32(bitPattern: number)
    for shift in [0, 8, 16, 24] as [UInt32] { buffer.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    if buffer.count >= 1 << 16 { flush() }
  }

  mutating func write(_ numbers: [Int32]) {
    write(Int32(numbers.count))
    for number in numbers { write(number) }
  }

  mutating func write(_ text: String) {
    write(Int32(text.utf8.count))
    buffer += Array(text.utf8)
  }

  mutating func flush() {
    sink(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
