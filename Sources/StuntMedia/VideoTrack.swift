/// The coded pictures of a test card: lossless, flat macroblocks where something changed, skipped ones elsewhere.
///
/// Every picture is one slice of Intra16x16 macroblocks whose residual is a single DC level per plane, in CAVLC, with no
/// deblocking. ITU-T H.264, 7.3.3 to 7.3.5.
struct VideoTrack: Sendable {
  let parameterSets: ParameterSets
  /// All samples, one after the other; each is one NAL unit after its length in four bytes.
  private(set) var bytes: [UInt8] = []
  /// Bytes of each sample.
  private(set) var sizes: [Int] = []
  /// Numbers of the samples, from 1, that need no other.
  private(set) var keys: [Int] = []

  private let card: TestCard
  private let colors: [YCbCr]
  private var moment: TestCard.Moment
  private var shown: [UInt8]
  private var bits: BitWriter

  /// Codes all frames; a key picture stands at the start of every second second, so that seeking is quick.
  init(_ card: TestCard) {
    self.card = card
    parameterSets = ParameterSets(card.shape)
    colors = card.palette.map { YCbCr(video: $0) }
    moment = card.moment(0)
    shown = card.cells(at: moment)
    bits = BitWriter(capacity: 2 * shown.count)
    let frames = card.shape.frames
    let interval = 2 * card.shape.framesPerSecond
    sizes.reserveCapacity(frames)
    bytes.reserveCapacity((frames / interval + 1) * 2 * shown.count + frames * 256)
    for frame in 0..<frames {
      let sinceKey = frame % interval
      if sinceKey == 0 {
        if frame > 0 { advance(to: frame) }
        appendKeyPicture(number: frame / interval)
        keys.append(frame + 1)
      } else {
        appendPicture(frame, sinceKey: sinceKey)
      }
      appendSample(header: sinceKey == 0 ? 0x65 : 0x61)
    }
  }

  /// Writes the cells that change with a frame to `shown` without coding them.
  private mutating func advance(to frame: Int) {
    let next = card.moment(frame)
    for block in card.changes(from: moment, to: next) {
      for row in block.rows {
        for column in block.columns {
          shown[row * card.columns + column] = card.color(column: column, row: row, at: next)
        }
      }
    }
    moment = next
  }

  private mutating func appendKeyPicture(number: Int) {
    appendSliceHeader(type: 7, frameNumber: 0)
    bits.appendUnsigned(number % 2)  // idr_pic_id: neighbors differ
    bits.append(0, 2)  // no_output_of_prior_pics_flag, long_term_reference_flag
    appendSliceEnd()
    for row in 0..<card.rows {
      for column in 0..<card.columns { appendMacroblock(column, row, firstType: 0) }
    }
  }

  private mutating func appendPicture(_ frame: Int, sinceKey: Int) {
    appendSliceHeader(type: 5, frameNumber: sinceKey % 16)
    bits.append(0, 2)  // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
    bits.append(0, 1)  // adaptive_ref_pic_marking_mode_flag
    appendSliceEnd()
    let (old, new) = (moment, card.moment(frame))
    moment = new
    var next = 0
    for block in card.changes(from: old, to: new) {
      for row in block.rows {
        for column in block.columns {
          let cell = row * card.columns + column
          let color = card.color(column: column, row: row, at: new)
          guard color != shown[cell] else { continue }
          shown[cell] = color
          bits.appendUnsigned(cell - next)  // mb_skip_run
          appendMacroblock(column, row, firstType: 5)
          next = cell + 1
        }
      }
    }
    if next < shown.count { bits.appendUnsigned(shown.count - next) }
  }

  private mutating func appendSliceHeader(type: Int, frameNumber: Int) {
    bits.removeAll()
    bits.appendUnsigned(0)  // first_mb_in_slice
    bits.appendUnsigned(type)
    bits.appendUnsigned(0)  // pic_parameter_set_id
    bits.append(UInt32(frameNumber), 4)
  }

  private mutating func appendSliceEnd() {
    bits.appendSigned(0)  // slice_qp_delta
    bits.appendUnsigned(1)  // disable_deblocking_filter_idc
  }

  private mutating func appendSample(header: UInt8) {
    bits.closePayload()
    let start = bytes.count
    bytes.append(contentsOf: [0, 0, 0, 0, header])
    var zeros = 0
    for byte in bits.bytes { zeros = appendEscaped(byte, zeros: zeros, to: &bytes) }
    let size = bytes.count - start
    sizes.append(size)
    for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: (size - 4) >> (24 - 8 * place)) }
  }

  // MARK: macroblocks

  /// Ways to predict a flat block, numbered as for brightness. ITU-T H.264, Table 8-4; for chroma see Table 8-5.
  private enum Prediction: Int {
    case above = 0
    case left = 1
    /// Nothing is there: both planes start from 128.
    case nothing = 2
  }

  private mutating func appendMacroblock(_ column: Int, _ row: Int, firstType: Int) {
    let cell = row * card.columns + column
    let index = shown[cell]
    let left = column > 0 ? shown[cell - 1] : nil
    let above = row > 0 ? shown[cell - card.columns] : nil
    let prediction: Prediction =
      if above == index { .above } else if left != nil { .left } else if above != nil { .above } else {
        .nothing
      }
    let predicted = prediction == .above ? above : left
    if predicted == index {
      // Nearly all are of this kind: no level in any plane.
      let planes = parameterSets.isFullChroma ? 3 : 1
      appendHead(prediction, firstType: firstType, meanIsSame: left == above, zeroPlanes: planes)
      return
    }
    let color = colors[Int(index)]
    let base = predicted.map { colors[Int($0)] } ?? YCbCr.middle
    let (y, cb, cr) = (color.y - base.y, color.cb - base.cb, color.cr - base.cr)
    if parameterSets.isFullChroma {
      appendHead(prediction, firstType: firstType, meanIsSame: false, zeroPlanes: 0)
      for level in [y, cb, cr] { appendLevel(level) }
      return
    }
    let hasChroma = cb != 0 || cr != 0
    appendHead(
      prediction, firstType: firstType + (hasChroma ? 4 : 0), meanIsSame: left == above, zeroPlanes: 0)
    appendLevel(y)
    if hasChroma {
      appendChromaLevel(cb)
      appendChromaLevel(cr)
    }
  }

  /// Appends mb_type, intra_chroma_pred_mode, mb_qp_delta of 0 and planes without a level, all in one go.
  private mutating func appendHead(
    _ prediction: Prediction, firstType: Int, meanIsSame: Bool, zeroPlanes: Int
  ) {
    var code = UInt32(firstType + 2 + prediction.rawValue)
    var count = 2 * (UInt32.bitWidth - code.leadingZeroBitCount) - 1
    if !parameterSets.isFullChroma {
      // With equal neighbors the mean is as good as either, and its code is shorter.
      let mode: (UInt32, Int) =
        switch prediction {
        case _ where meanIsSame: (0b1, 1)
        case .above: (0b011, 3)
        case .left: (0b010, 3)
        case .nothing: (0b1, 1)
        }
      code = code << UInt32(mode.1) | mode.0
      count += mode.1
    }
    let ones = zeroPlanes + 1
    bits.append(code << UInt32(ones) | (1 << UInt32(ones) - 1), count + ones)
  }

  /// Appends a 4x4 block with one level at most, where the neighbors have none. ITU-T H.264, Table 9-5, 0 <= nC < 2.
  private mutating func appendLevel(_ level: Int) {
    switch abs(level) {
    case 0: bits.append(0b1, 1)
    case 1: bits.append(level < 0 ? 0b0111 : 0b0101, 4)  // one trailing one, its sign, no zeros before it
    default:
      bits.append(0b000101, 6)
      appendMagnitude(level)
      bits.append(1, 1)  // total_zeros: 0
    }
  }

  /// Appends the four DC levels of a chroma plane, of which one at most is there. ITU-T H.264, Table 9-5, nC = -1.
  private mutating func appendChromaLevel(_ level: Int) {
    switch abs(level) {
    case 0: bits.append(0b01, 2)
    case 1: bits.append(level < 0 ? 0b111 : 0b101, 3)
    default:
      bits.append(0b000111, 6)
      appendMagnitude(level)
      bits.append(1, 1)  // total_zeros: 0
    }
  }

  /// Appends level_prefix and level_suffix of a level beyond one. ITU-T H.264, 9.2.2.1.
  private mutating func appendMagnitude(_ level: Int) {
    let code = (level > 0 ? 2 * level - 2 : -2 * level - 1) - 2
    if code < 14 {
      bits.append(1, code + 1)
    } else if code < 30 {
      bits.append(1, 15)
      bits.append(UInt32(code - 14), 4)
    } else {
      bits.append(1, 16)
      bits.append(UInt32(code - 30), 12)
    }
  }
}

extension YCbCr {
  /// What a decoder predicts where nothing is known.
  fileprivate static let middle = YCbCr(y: 128, cb: 128, cr: 128)

  private init(y: Int, cb: Int, cr: Int) {
    self.y = y
    self.cb = cb
    self.cr = cr
  }
}
