import Testing

@Suite struct StuntConformancePlaceholderTests {}
