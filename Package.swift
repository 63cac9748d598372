// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Strict everywhere, said once: a warning is an error, an existential is written `any`,
/// and a member is used only where its module is imported.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-warnings-as-errors"]),
]

let package = Package(
  name: "bomay",
  products: [
    .executable(name: "bomay", targets: ["bomay"]),
    .library(name: "BomayDomain", targets: ["BomayDomain"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.30.0"),
    .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
  ],
  targets: [
    .target(name: "BomayDomain", swiftSettings: strict),
    .target(
      name: "BomayStore",
      dependencies: ["BomayDomain", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "BomayStoreSQLite",
      dependencies: ["BomayStore", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "BomayStorePostgres", dependencies: ["BomayStore", "CPostgres"], swiftSettings: strict),
    .target(
      name: "BomayInterchange",
      dependencies: ["BomayDomain", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "BomayApp",
      dependencies: ["BomayStore", "BomayInterchange"],
      resources: [
        .copy("Resources/charters"), .copy("Resources/registers"), .copy("Resources/tables"), .copy("Resources/words"),
      ],
      swiftSettings: strict),
    .target(
      name: "BomayAccess",
      dependencies: [
        "BomayDomain", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "BomayAccessSQLite", dependencies: ["BomayAccess", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "BomayOIDC",
      dependencies: [
        "BomayDomain", .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "BomayServer",
      dependencies: [
        "BomayAccess", "BomayApp", "CZlib",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.copy("Resources/templates"), .copy("Resources/assets")],
      swiftSettings: strict),
    .executableTarget(
      name: "bomay",
      dependencies: [
        "BomayAccess", "BomayAccessSQLite", "BomayApp", "BomayOIDC", "BomayServer", "BomayStoreSQLite",
        "BomayStorePostgres",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "BenchmarkSupport", dependencies: ["BomayDomain"], path: "Benchmarks/Support", swiftSettings: strict),
    .executableTarget(
      name: "bomay-bench", dependencies: ["BomayDomain", "BenchmarkSupport"], path: "Benchmarks/BomayBenchmarks",
      swiftSettings: strict),
    .executableTarget(
      name: "bomay-store-bench",
      dependencies: [
        "BomayApp", "BomayStoreSQLite", "BomayStorePostgres", "BomayInterchange", "BomayTesting", "BenchmarkSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Benchmarks/StoreBenchmarks", swiftSettings: strict),

    .target(
      name: "BomayTesting", dependencies: ["BomayDomain", "BomayStore"], path: "Tests/BomayTesting",
      swiftSettings: strict),
    .executableTarget(
      name: "bomay-writer", dependencies: ["BomayStoreSQLite", "BomayTesting"], path: "Tests/BomayWriter",
      swiftSettings: strict),
    .testTarget(
      name: "BomayDomainTests", dependencies: ["BomayDomain", "BomayTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "BomayInterchangeTests", dependencies: ["BomayInterchange", "BomayTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "BomayStoreTests",
      dependencies: [
        "BomayStore", "BomayStoreSQLite", "BomayInterchange", "BomayTesting",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "BomayStorePostgresTests",
      dependencies: ["BomayApp", "BomayStorePostgres", "BomayStoreSQLite", "BomayTesting"], swiftSettings: strict),
    .testTarget(
      name: "BomayAppTests", dependencies: ["BomayApp", "BomayStoreSQLite", "BomayTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "BomayAccessTests",
      dependencies: ["BomayAccess", "BomayAccessSQLite", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "BomayOIDCTests",
      dependencies: [
        "BomayOIDC", "BomayDomain", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BomayServerTests",
      dependencies: [
        "BomayAccess", "BomayAccessSQLite", "BomayServer", "BomayApp", "BomayInterchange", "BomayStoreSQLite",
        "BomayTesting", "CZlib",
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GoldenTests", dependencies: ["BomayApp", "BomayDomain", "BomayStore", "BomayStoreSQLite"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "BomayApp", "BomayStoreSQLite", "BomayTesting", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
