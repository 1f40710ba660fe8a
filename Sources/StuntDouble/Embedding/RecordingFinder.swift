import StuntProviders
import StuntRecording
import StuntSchema

/// Finds recordings by name: in a folder `Recordings` beside the test's file, or above it.
struct RecordingFinder {
  /// The file of the recording; where nothing is found, the one that it would be recorded into.
  let path: String
  /// Whether the file is there.
  let isFound: Bool
  private let name: String
  private let test: String?
  /// The folders that were looked in, nearest first.
  private let looked: [String]

  /// Looks for a name (`name`, `provider/name`) or a path (`…/name.har`).
  ///
  /// - Parameter options: Where the test's file is, from which folders are looked for, and what it is called.
  init(_ name: String, _ options: StuntReplayOptions) {
    self.name = name
    test = options.test
    let file = options.place.filePath.description
    guard !(name.hasSuffix(".har") && name.hasPrefix("/")) else {
      (path, looked) = (name, [])
      isFound = ProviderFolder.kind(of: name) == .file
      return
    }
    let wanted = name.hasSuffix(".har") ? name : name + ".har"
    var folder = file[...]
    var looked: [String] = []
    var found: String?
    while found == nil, let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let recordings = folder + "/Recordings"
      guard ProviderFolder.kind(of: String(recordings)) == .folder else { continue }
      looked.append(String(recordings))
      found = Self.recording(wanted, in: String(recordings))
    }
    isFound = found != nil
    path = found ?? file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex) + "/Recordings/" + wanted
    self.looked = looked
  }

  private static func recording(_ name: String, in folder: String) -> String? {
    let direct = folder + "/" + name
    if ProviderFolder.kind(of: direct) == .file { return direct }
    let inner = (try? ProviderFolder.names(in: folder)) ?? []
    return inner.map { folder + "/" + $0 + "/" + name }.first { ProviderFolder.kind(of: $0) == .file }
  }

  /// What is in the file.
  func read() throws(StuntError) -> Recording {
    guard isFound else { throw .recording(absence) }
    do { return try HARReader.readRepairing(try HARFiles.bytes(of: path)).recording } catch {
      throw .recording("\(path): \(error)")
    }
  }

  /// What is in the file, its interactions to be read when they are asked for.
  func open() throws(StuntError) -> OpenedRecording {
    guard isFound else { throw .recording(absence) }
    do { return try HARReader.openRepairing(try HARFiles.bytes(of: path)) } catch {
      throw .recording("\(path): \(error)")
    }
  }

  /// That there is no such recording, what comes closest, and where it was looked for.
  private var absence: String {
    let way =
      "; to record it into \(path), run its test alone where the provider may be asked, and charge for it:"
      + " STUNT_MODE=record STUNT_ALLOW_SPEND=1 swift test --filter '\(test ?? "NAME")'"
    guard !name.hasPrefix("/") else { return "there is no file \(name)" + way }
    let near =
      NearestName.among(looked.flatMap(Self.names), to: name).map { "did you mean \"\($0)\"? " } ?? ""
    return "no recording is named \"\(name)\"; \(near)looked for it in "
      + (looked.isEmpty ? "folders named Recordings, and found none" : looked.joined(separator: ", ")) + way
  }

  /// The names of the recordings in a folder, those of inner folders with the folder's name.
  private static func names(in folder: String) -> [String] {
    let files = (try? HARFiles.files(at: folder)) ?? []
    return files.filter { $0.hasSuffix(".har") }.map { String($0.dropFirst(folder.count + 1).dropLast(4)) }
  }
}
