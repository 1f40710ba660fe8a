import Testing

@Suite struct StuntProcessPlaceholderTests {}
