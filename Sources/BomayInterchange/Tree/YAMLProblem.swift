// SPDX-License-Identifier: Apache-2.0

/// What hinders the reading of YAML, as a key of the catalogue: the parser's own sentences are English.
enum YAMLProblem: String {
  case tab, colon, dash, key, token, quote, escape, document, content, alias, anchor, tag, directive, space, other
  case flowList = "flow-list"
  case flowMap = "flow-map"
  case valueHere = "value-here"
  case entryHere = "entry-here"
  case keyHere = "key-here"
  case indicator, block

  var term: String { "yaml.\(rawValue)" }

  init(_ sentence: String) {
    self = YAMLProblem.sentences.first { sentence.hasPrefix($0.sentence) }?.problem ?? .other
  }

  /// Beginnings of the parser's sentences.
  private static let sentences: [(sentence: String, problem: YAMLProblem)] = [
    ("found a tab character", .tab), ("could not find expected ':'", .colon), ("found unexpected ':'", .valueHere),
    ("did not find expected '-'", .dash), ("did not find expected key", .key),
    ("did not find expected ',' or ']'", .flowList), ("did not find expected ',' or '}'", .flowMap),
    ("mapping values are not allowed", .valueHere), ("mapping keys are not allowed", .keyHere),
    ("block sequence entries are not allowed", .entryHere),
    ("found character that cannot start", .token), ("found unexpected end of stream", .quote),
    ("found unknown escape", .escape), ("found invalid Unicode", .escape),
    ("did not find expected hexdecimal", .escape), ("found unexpected document indicator", .indicator),
    ("did not find expected <document start>", .document), ("did not find expected node content", .content),
    ("found undefined alias", .alias), ("did not find expected alphabetic", .anchor),
    ("found undefined tag handle", .tag), ("did not find expected tag", .tag), ("did not find expected '!'", .tag),
    ("did not find the expected '>'", .tag), ("did not find URI", .tag), ("found duplicate %", .directive),
    ("found unknown directive", .directive), ("found incompatible YAML", .directive),
    ("did not find expected version", .directive), ("could not find expected directive", .directive),
    ("did not find expected digit", .directive), ("found extremely long version", .directive),
    ("did not find expected comment", .block), ("found an indentation indicator", .block),
    ("did not find expected whitespace", .space),
  ]
}
