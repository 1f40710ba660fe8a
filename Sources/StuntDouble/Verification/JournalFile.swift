package import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
package import StuntJSON
package import StuntProviders

/// What a server tells of its clients' traffic: `GET /_stunt/journal?form=runs`, written and read back.
package enum JournalFile {
  /// The target of the control operation that gives it.
  package static let target = "/_stunt/journal?form=runs"

  /// What tells it from other JSON.
  static let format = "stuntdouble-runs-1"

  /// One run for each tenant, in the order of provider and key; each request is read again by its contract.
  ///
  /// Requests that reached no tenant are in the run of their provider that has the same key, or else in one of
  /// their own, whose key is empty.
  package static func runs(
    in bytes: [UInt8], registry: ProviderRegistry
  ) throws(JournalFileError) -> [ClientRun] {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(
        parsing: bytes, limits: JSONLimits(documentBytes: Limits.journalFileBytesMax))
    } catch {
      throw .notAJournal(reason: "\(error)")
    }
    let root = JournalNode(document.root, "")
    guard document.root["format"]?.string == format else {
      throw .notAJournal(reason: "its \"format\" is not \"\(format)\"")
    }
    let reader = JournalReader(registry: registry)
    return try root.list("runs").map { (node) throws(JournalFileError) in try reader.run(node) }
  }

  /// The document of runs.
  package static func value(of runs: [ClientRun]) -> JSONValue {
    .object(["format": .string(format), "runs": .array(runs.map(JournalWriter.value))])
  }

  /// The document of runs as it is saved.
  package static func bytes(of runs: [ClientRun]) -> [UInt8] {
    JSONWriter.bytes(value(of: runs), .pretty)
  }
}
