import StuntContract
import StuntJSON
import StuntMedia

extension ProviderCompiler {
  /// Reads the tables, whose names the bindings need.
  mutating func readTables() throws(DocumentError) {
    let members = try root.optional("tables")?.members() ?? []
    guard members.count <= Limits.tablesMax else {
      throw try root.required("tables").error(.tooMany(what: "tables", limit: Limits.tablesMax))
    }
    for (name, node) in members {
      try node.refuseUnknownMembers(except: ["key", "missing", "otherwise", "default", "rows", "description"])
      var table = Table(name: name, columns: ["key"], keys: [], rows: [])
      let rows = try node.required("rows")
      guard try rows.elements().count <= Limits.tableRowsMax else {
        throw rows.error(.tooMany(what: "rows", limit: Limits.tableRowsMax))
      }
      for row in try rows.elements() { try append(row, to: &table) }
      if let otherwise = node.optional("otherwise") {
        table.otherwise = table.rows.count
        try append(otherwise, to: &table, isOtherwise: true)
      }
      // Rows may lack columns that later rows have.
      for index in table.rows.indices {
        table.rows[index] += Array(repeating: nil, count: table.columns.count - table.rows[index].count)
      }
      table.missing = try node.optional("missing").map { (node) throws(DocumentError) in try refusal(node) }
      tables.append(table)
    }
    // Keys are bindings, and may speak of other tables.
    for (index, member) in members.enumerated() {
      guard let key = member.value.optional("key") else { continue }
      var binding = try binding(key)
      if let standard = member.value.optional("default") {
        guard tables[index].keys.contains(Array(try standard.string().utf8)) else {
          throw unknown("row", standard, in: tables[index].keys.map { String(decoding: $0, as: UTF8.self) })
        }
        binding.fallback = .literal(program.literal(standard.node))
      }
      tables[index].key = binding
    }
  }

  private func append(_ node: DocumentNode, to table: inout Table, isOtherwise: Bool = false)
    throws(DocumentError)
  {
    var row: [Binding.Literal?] = Array(repeating: nil, count: table.columns.count)
    for (name, value) in try node.members() {
      let column = table.columns.firstIndex(of: name) ?? table.columns.count
      if column == table.columns.count {
        table.columns.append(name)
        row.append(nil)
      }
      row[column] = program.literal(value.node)
    }
    let name = isOtherwise ? "" : try node.required("key").string()
    let key = Array(name.utf8)
    guard isOtherwise || !table.keys.contains(key) else {
      throw node.error(.duplicateName(what: "row of \(table.name)", name: name))
    }
    table.keys.append(key)
    table.rows.append(row)
  }

  /// How wishes become sizes.
  func media(_ node: DocumentNode) throws(DocumentError) -> MediaRules {
    try node.refuseUnknownMembers(except: [
      "size", "aspectRatio", "resolution", "sizes", "defaultSize", "seconds", "defaultSeconds",
      "framesPerSecond",
      "lifetimeSeconds", "ownLifetimeSeconds", "operation", "video", "thumbnail", "spritesheet",
    ])
    var endings: [(kind: ResultFile.Kind, ending: String)] = []
    for kind in ResultFile.Kind.ofVideos {
      if let ending = node.optional(kind.name) { endings.append((kind, try fileEnding(ending))) }
    }
    return MediaRules(
      frame: try frame(node), seconds: try optionalBinding(node, "seconds"),
      defaultSeconds: try defaultSeconds(try node.required("defaultSeconds")),
      framesPerSecond: try node.optional("framesPerSecond")?.integer(in: 1...120) ?? 24,
      lifetime: try lifetime(try node.required("lifetimeSeconds")),
      ownLifetime: try optionalBinding(node, "ownLifetimeSeconds"),
      operation: try operation(try node.required("operation")), endings: endings)
  }

  /// Where the wish for a size is, in a block about media or pictures.
  func frame(_ node: DocumentNode) throws(DocumentError) -> FrameRules {
    FrameRules(
      size: try optionalBinding(node, "size"), aspectRatio: try optionalBinding(node, "aspectRatio"),
      resolution: try optionalBinding(node, "resolution"), sizes: try sizes(node.optional("sizes")),
      defaultSize: try defaultSize(try node.required("defaultSize")))
  }

  private func defaultSeconds(_ node: DocumentNode) throws(DocumentError) -> Double {
    let seconds = try node.nonNegative()
    let most = Limits.resultMillisecondsMax / 1_000
    guard seconds <= Double(most) else { throw node.expected("at most \(most) seconds") }
    return seconds
  }

  private func fileEnding(_ node: DocumentNode) throws(DocumentError) -> String {
    let ending = try node.string()
    guard ending.hasPrefix("."), ending.utf8.count > 1, Self.isPathText(ending.dropFirst()) else {
      throw node.expected("a dot and letters, such as \".mp4\"")
    }
    return ending
  }

  private func defaultSize(_ node: DocumentNode) throws(DocumentError) -> Binding {
    guard let size = FramePixels(text: node.node.string) else { return try binding(node) }
    let sides = MediaLimits.sideMin...MediaLimits.sideMax
    guard sides.contains(size.width), sides.contains(size.height) else {
      throw node.expected("sides of \(sides.lowerBound) to \(sides.upperBound) pixels")
    }
    return Binding(source: .literal(program.literal(node.node)))
  }

  private func sizes(_ node: DocumentNode?) throws(DocumentError) -> FrameSizes {
    guard let node else { return FrameSizes([]) }
    guard let from = node.optional("from") else { return FrameSizes(try sizeList(node)) }
    guard case .table(let table, let column) = try binding(from).source else {
      throw from.expected("a column, such as \"table/models/sizes\"")
    }
    let place = try root.required("tables").required(tables[table].name)
    let rows = try place.required("rows").elements() + [place.optional("otherwise")].compactMap { $0 }
    var lists: [Int: [FrameSize]] = [:]
    for (row, cells) in rows.enumerated() {
      guard let cell = cells.optional(tables[table].columns[column]) else { continue }
      lists[row] = try sizeList(cell)
    }
    return FrameSizes(table: table, lists)
  }

  private func sizeList(_ node: DocumentNode) throws(DocumentError) -> [FrameSize] {
    var sizes: [FrameSize] = []
    for element in try node.elements() {
      try element.refuseUnknownMembers(except: ["width", "height", "tier"])
      sizes.append(
        FrameSize(
          width: try element.required("width").integer(in: MediaLimits.sideMin...MediaLimits.sideMax),
          height: try element.required("height").integer(in: MediaLimits.sideMin...MediaLimits.sideMax),
          tier: try element.optional("tier")?.string() ?? ""))
    }
    return sizes
  }
}

extension Table {
  /// Whether a list shows the row: all but the one that stands for unknown keys.
  func isListed(_ row: Int) -> Bool { row != otherwise }
}
