/// The `moov` box of a video with a silent sound track. ISO/IEC 14496-12, 8; every time in it is zero or a length.
struct Movie: Sendable {
  let shape: VideoShape
  let parameterSets: ParameterSets
  let picture: SampleTable
  let sound: SampleTable

  /// The box; `base` is where the samples begin in the file.
  func bytes(base: Int) -> [UInt8] {
    var boxes = BoxWriter()
    boxes.box("moov") { movie in
      movie.fullBox("mvhd") { header in
        header.zeros(8)  // creation_time, modification_time
        header.word(shape.ticksPerSecond)
        header.word(shape.ticks)
        header.word(0x10000)  // rate
        header.half(0x100)  // volume
        header.zeros(10)
        appendMatrix(to: &header)
        header.zeros(24)
        header.word(3)  // next_track_ID
      }
      movie.box("trak") { track in
        appendTrackHeader(to: &track, identifier: 1, volume: 0, width: shape.width, height: shape.height)
        track.box("mdia") { appendPictureMedia(to: &$0, base: base) }
      }
      movie.box("trak") { track in
        appendTrackHeader(to: &track, identifier: 2, volume: 0x100, width: 0, height: 0)
        track.box("mdia") { appendSoundMedia(to: &$0, base: base) }
      }
    }
    return boxes.bytes
  }

  private func appendMatrix(to boxes: inout BoxWriter) {
    for value in [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000] { boxes.word(value) }
  }

  private func appendTrackHeader(
    to track: inout BoxWriter, identifier: Int, volume: Int, width: Int, height: Int
  ) {
    track.fullBox("tkhd", flags: 3) { header in  // enabled, in the movie
      header.zeros(8)
      header.word(identifier)
      header.word(0)
      header.word(shape.ticks)
      header.zeros(8)
      header.half(0)  // layer
      header.half(0)  // alternate_group
      header.half(volume)
      header.half(0)
      appendMatrix(to: &header)
      header.word(width << 16)
      header.word(height << 16)
    }
  }

  private func appendMediaHeader(
    to media: inout BoxWriter, ticksPerSecond: Int, ticks: Int, handler: StaticString, name: StaticString
  ) {
    media.fullBox("mdhd") { header in
      header.zeros(8)
      header.word(ticksPerSecond)
      header.word(ticks)
      header.half(0x55C4)  // language: und
      header.half(0)
    }
    media.fullBox("hdlr") { entry in
      entry.word(0)
      entry.text(handler)
      entry.zeros(12)
      entry.text(name)
      entry.byte(0)
    }
  }

  private func appendDataInformation(to information: inout BoxWriter) {
    information.box("dinf") { data in
      data.fullBox("dref") { references in
        references.word(1)
        references.fullBox("url ", flags: 1) { _ in }  // in this file
      }
    }
  }

  private func appendPictureMedia(to media: inout BoxWriter, base: Int) {
    appendMediaHeader(
      to: &media, ticksPerSecond: shape.ticksPerSecond, ticks: picture.ticks, handler: "vide", name: "Video")
    media.box("minf") { information in
      information.fullBox("vmhd", flags: 1) { $0.zeros(8) }
      appendDataInformation(to: &information)
      information.box("stbl") { table in
        table.fullBox("stsd") { descriptions in
          descriptions.word(1)
          descriptions.box("avc1") { appendPictureDescription(to: &$0) }
        }
        picture.append(to: &table, base: base)
      }
    }
  }

  private func appendPictureDescription(to entry: inout BoxWriter) {
    entry.zeros(6)
    entry.half(1)  // data_reference_index
    entry.zeros(16)
    entry.half(shape.width)
    entry.half(shape.height)
    entry.word(0x48_0000)  // 72 dots per inch
    entry.word(0x48_0000)
    entry.word(0)
    entry.half(1)  // frame_count
    entry.zeros(32)  // compressorname
    entry.half(24)  // depth
    entry.half(-1)
    entry.box("avcC") { appendConfiguration(to: &$0) }
    entry.box("colr") { color in
      color.text("nclx")
      for _ in 0..<3 { color.half(1) }  // BT.709
      color.byte(0)  // narrow range
    }
    entry.box("pasp") { ratio in
      ratio.word(1)
      ratio.word(1)
    }
  }

  /// ISO/IEC 14496-15, 5.3.3.1.
  private func appendConfiguration(to record: inout BoxWriter) {
    record.byte(1)
    record.byte(Int(parameterSets.profile))
    record.byte(Int(parameterSets.constraints))
    record.byte(Int(parameterSets.level))
    record.byte(0xFF)  // lengths of four bytes
    record.byte(0xE1)  // one sequence parameter set
    record.half(parameterSets.sequence.count)
    record.append(parameterSets.sequence)
    record.byte(1)
    record.half(parameterSets.picture.count)
    record.append(parameterSets.picture)
    guard parameterSets.isFullChroma else { return }
    record.byte(0xFC | 3)  // chroma_format
    record.byte(0xF8)  // bit_depth_luma_minus8
    record.byte(0xF8)  // bit_depth_chroma_minus8
    record.byte(0)  // no sequence parameter set extensions
  }

  private func appendSoundMedia(to media: inout BoxWriter, base: Int) {
    appendMediaHeader(
      to: &media, ticksPerSecond: SilentAudio.rate, ticks: sound.ticks, handler: "soun", name: "Sound")
    media.box("minf") { information in
      information.fullBox("smhd") { $0.zeros(4) }
      appendDataInformation(to: &information)
      information.box("stbl") { table in
        table.fullBox("stsd") { descriptions in
          descriptions.word(1)
          descriptions.box("mp4a") { appendSoundDescription(to: &$0) }
        }
        sound.append(to: &table, base: base)
      }
    }
  }

  private func appendSoundDescription(to entry: inout BoxWriter) {
    entry.zeros(6)
    entry.half(1)  // data_reference_index
    entry.zeros(8)
    entry.half(1)  // channelcount
    entry.half(16)  // samplesize
    entry.word(0)
    entry.word(SilentAudio.rate << 16)
    entry.fullBox("esds") { stream in
      // Descriptors: a tag, a length, content. ISO/IEC 14496-1, 7.2.6.
      let configuration = SilentAudio.configuration
      stream.append([3, UInt8(23 + configuration.count), 0, 2, 0])  // ES_Descriptor, ES_ID 2
      stream.append([4, UInt8(15 + configuration.count), 0x40, 0x15])  // AAC, audio stream
      stream.zeros(11)  // bufferSizeDB, maxBitrate, avgBitrate
      stream.append([5, UInt8(configuration.count)])
      stream.append(configuration)
      stream.append([6, 1, 2])  // SLConfigDescriptor: as in MP4
    }
  }
}
