import Testing

@Suite struct StuntRecordingPlaceholderTests {}
