package import StuntEngine

/// What no document can say, by the names that the documents use.
package enum Quirks {
  /// All bodies that are made by functions.
  package static let all: [BodyQuirk] = [ValidationErrorList.quirk]
}
