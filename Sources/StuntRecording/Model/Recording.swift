package import StuntJSON

/// A stored session: its exchanges in order, and where they are from. The file form is HAR 1.2.
package struct Recording: Hashable, Sendable {
  /// The version of the HAR format that the file states.
  package var version: String
  /// The program that wrote the file: `name`, `version` and what else it says.
  package var creator: JSONObject
  /// The provider whose contract the calls follow, if the file says.
  package var provider: String?
  /// Where it is from; nil in files of other tools.
  package var provenance: Provenance?
  /// What is known of each job over time; in files without it, `observedTimelines` tells.
  package var timelines: [Timeline]
  /// The exchanges.
  package var interactions: [Interaction]
  /// Members of the log that have no place here, such as `pages`.
  package var extra: JSONObject
  /// Members beside the log.
  package var outerExtra: JSONObject

  /// Creates a recording from its parts.
  package init(
    provider: String? = nil, provenance: Provenance? = nil, timelines: [Timeline] = [],
    interactions: [Interaction] = [], creator: JSONObject = Recording.ownCreator, extra: JSONObject = [:],
    outerExtra: JSONObject = [:], version: String = "1.2"
  ) {
    self.version = version
    self.creator = creator
    self.provider = provider
    self.provenance = provenance
    self.timelines = timelines
    self.interactions = interactions
    self.extra = extra
    self.outerExtra = outerExtra
  }

  /// The creator of files that are written here; its version is that of our members.
  package static let ownCreator: JSONObject = [
    "name": "stuntdouble", "version": .string(String(formatVersion)),
  ]

  /// The version of our own members.
  package static let formatVersion = 1

  /// The timelines that the interactions show, in the order in which the jobs were first seen.
  package var observedTimelines: [Timeline] { Timeline.observed(in: interactions) }

  /// When the latest of the interactions began; nil where there are none.
  package var latestStart: RecordedTime? { interactions.lazy.map(\.started).max() }

  /// What was replaced in the interactions and how often, sorted.
  package var redactions: [RedactionCount] { RedactionCount.counted(in: interactions) }

  /// The recording as it is kept: interactions in order of their start, timelines filled in where there are none.
  package var folded: Recording {
    var folded = self
    folded.interactions = interactions.enumerated().sorted {
      ($0.element.started, $0.offset) < ($1.element.started, $1.offset)
    }.map(\.element)
    if timelines.isEmpty { folded.timelines = folded.observedTimelines }
    return folded
  }
}
