// SPDX-License-Identifier: Apache-2.0

/// The program, as entries of the log and snapshots name it.
public enum Software {
  public static let version = "0.1.0"
  public static let nameAndVersion = "bomay \(version)"
}
