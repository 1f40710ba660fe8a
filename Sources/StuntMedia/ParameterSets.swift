/// The headers of the H.264 stream: what a decoder must know before the first picture. ITU-T H.264, 7.3.2 and Annex E.
struct ParameterSets: Sendable {
  /// Pictures of an odd side cannot be cropped out of chroma at half the resolution; they carry it at full resolution.
  let isFullChroma: Bool
  let profile: UInt8
  let constraints: UInt8
  let level: UInt8
  /// Sequence parameter set with its NAL header.
  let sequence: [UInt8]
  /// Picture parameter set with its NAL header.
  let picture: [UInt8]

  /// Baseline (constrained) for even sizes, which everything plays; High 4:4:4 Predictive for odd ones.
  init(_ shape: VideoShape) {
    isFullChroma = shape.width % 2 != 0 || shape.height % 2 != 0
    profile = isFullChroma ? 244 : 66
    constraints = isFullChroma ? 0 : 0b1100_0000
    level = Self.level(of: shape)
    sequence = Self.sequence(
      shape, isFullChroma: isFullChroma, header: [0x67, profile, constraints, level])
    picture = Self.picture(isFullChroma: isFullChroma)
  }

  /// At this quantizer the level of a flat block is its exact difference. ITU-T H.264, 8.5.10: 16 * 16 << 4 >> 8.
  static let quantizer = 28

  private static func sequence(_ shape: VideoShape, isFullChroma: Bool, header: [UInt8]) -> [UInt8] {
    let columns = (shape.width + 15) / 16
    let rows = (shape.height + 15) / 16
    let cropUnit = isFullChroma ? 1 : 2
    var bits = BitWriter()
    bits.appendUnsigned(0)  // seq_parameter_set_id
    if isFullChroma {
      bits.appendUnsigned(3)  // chroma_format_idc: 4:4:4
      bits.append(0, 1)  // separate_colour_plane_flag
      bits.appendUnsigned(0)  // bit_depth_luma_minus8
      bits.appendUnsigned(0)  // bit_depth_chroma_minus8
      bits.append(0, 2)  // qpprime_y_zero_transform_bypass_flag, seq_scaling_matrix_present_flag
    }
    bits.appendUnsigned(0)  // log2_max_frame_num_minus4
    bits.appendUnsigned(2)  // pic_order_cnt_type: decoding order is output order
    bits.appendUnsigned(1)  // max_num_ref_frames
    bits.append(0, 1)  // gaps_in_frame_num_value_allowed_flag
    bits.appendUnsigned(columns - 1)
    bits.appendUnsigned(rows - 1)
    bits.append(0b11, 2)  // frame_mbs_only_flag, direct_8x8_inference_flag
    bits.append(1, 1)  // frame_cropping_flag
    bits.appendUnsigned(0)
    bits.appendUnsigned((columns * 16 - shape.width) / cropUnit)
    bits.appendUnsigned(0)
    bits.appendUnsigned((rows * 16 - shape.height) / cropUnit)
    bits.append(1, 1)  // vui_parameters_present_flag
    appendUsability(to: &bits, framesPerSecond: shape.framesPerSecond)
    bits.closePayload()
    return escaped(header: header, payload: bits.bytes)
  }

  private static func appendUsability(to bits: inout BitWriter, framesPerSecond: Int) {
    bits.append(1, 1)  // aspect_ratio_info_present_flag
    bits.append(1, 8)  // aspect_ratio_idc: square
    bits.append(0, 1)  // overscan_info_present_flag
    bits.append(1, 1)  // video_signal_type_present_flag
    bits.append(5, 3)  // video_format: unspecified
    bits.append(0, 1)  // video_full_range_flag
    bits.append(1, 1)  // colour_description_present_flag
    bits.append(0x010101, 24)  // primaries, transfer, matrix: BT.709
    bits.append(0, 1)  // chroma_loc_info_present_flag
    bits.append(1, 1)  // timing_info_present_flag
    bits.append(1, 32)  // num_units_in_tick
    bits.append(UInt32(2 * framesPerSecond), 32)  // time_scale: two fields a frame
    bits.append(1, 1)  // fixed_frame_rate_flag
    bits.append(0, 3)  // both hrd_parameters_present_flags, pic_struct_present_flag
    bits.append(1, 1)  // bitstream_restriction_flag
    bits.append(1, 1)  // motion_vectors_over_pic_boundaries_flag
    for value in [0, 0, 0, 0, 0, 1] {  // bytes, bits, vector lengths; no reordering; one frame kept
      bits.appendUnsigned(value)
    }
  }

  private static func picture(isFullChroma: Bool) -> [UInt8] {
    var bits = BitWriter()
    bits.appendUnsigned(0)  // pic_parameter_set_id
    bits.appendUnsigned(0)  // seq_parameter_set_id
    bits.append(0, 2)  // entropy_coding_mode_flag: CAVLC; bottom_field_pic_order_in_frame_present_flag
    bits.appendUnsigned(0)  // num_slice_groups_minus1
    bits.appendUnsigned(0)  // num_ref_idx_l0_default_active_minus1
    bits.appendUnsigned(0)  // num_ref_idx_l1_default_active_minus1
    bits.append(0, 3)  // weighted_pred_flag, weighted_bipred_idc
    bits.appendSigned(quantizer - 26)
    bits.appendSigned(0)  // pic_init_qs_minus26
    bits.appendSigned(isFullChroma ? 0 : -6)  // chroma_qp_index_offset: a step of one in 4:2:0 too
    // deblocking_filter_control_present_flag, constrained_intra_pred_flag, redundant_pic_cnt_present_flag
    bits.append(0b100, 3)
    bits.closePayload()
    return escaped(header: [0x68], payload: bits.bytes)
  }

  /// The lowest level that allows the size and the rate. ITU-T H.264, Table A-1.
  private static func level(of shape: VideoShape) -> UInt8 {
    let columns = (shape.width + 15) / 16
    let rows = (shape.height + 15) / 16
    let perSecond = columns * rows * shape.framesPerSecond
    // (level, macroblocks per second, macroblocks per frame)
    let levels: [(UInt8, Int, Int)] = [
      (10, 1485, 99), (11, 3000, 396), (12, 6000, 396), (13, 11880, 396), (21, 19800, 792), (22, 20250, 1620),
      (30, 40500, 1620), (31, 108_000, 3600), (32, 216_000, 5120), (40, 245_760, 8192), (42, 522_240, 8704),
      (50, 589_824, 22080), (51, 983_040, 36864), (52, 2_073_600, 36864), (60, 4_177_920, 139_264),
    ]
    let enough = levels.first { entry in
      perSecond <= entry.1 && columns * rows <= entry.2
        && max(columns, rows) * max(columns, rows) <= 8 * entry.2
    }
    return enough?.0 ?? 61  // 8,355,840 macroblocks per second: more than the limits allow
  }
}

/// A NAL unit: header bytes, then the payload with a 3 between two zeros and a byte below 4. ITU-T H.264, 7.4.1.
func escaped(header: [UInt8], payload: [UInt8]) -> [UInt8] {
  var unit: [UInt8] = []
  unit.reserveCapacity(header.count + payload.count + 8)
  var zeros = 0
  for byte in header {
    zeros = appendEscaped(byte, zeros: zeros, to: &unit)
  }
  for byte in payload {
    zeros = appendEscaped(byte, zeros: zeros, to: &unit)
  }
  return unit
}

/// Appends one byte and, where it is needed, the 3 before it; returns how many zeros the unit ends with.
@inline(__always)
func appendEscaped(_ byte: UInt8, zeros: Int, to unit: inout [UInt8]) -> Int {
  let needsEscape = zeros >= 2 && byte <= 3
  if needsEscape { unit.append(3) }
  unit.append(byte)
  return byte == 0 ? (needsEscape ? 1 : zeros + 1) : 0
}
