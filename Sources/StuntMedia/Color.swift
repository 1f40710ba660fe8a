/// One color, as screens mix it.
package struct Color: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Mixes a pure color of a wheel of `VideoShape.hues` steps with white and black; `value` and `white` in 0 ... 255.
  init(hue: Int, value: Int, white: Int) {
    // Six sectors of the wheel; within each, one channel rises or falls.
    let perSector = VideoShape.hues / 6
    let sector = hue / perSector
    let rise = 255 * (hue % perSector) / perSector
    let pure: (Int, Int, Int) =
      switch sector {
      case 0: (255, rise, 0)
      case 1: (255 - rise, 255, 0)
      case 2: (0, 255, rise)
      case 3: (0, 255 - rise, 255)
      case 4: (rise, 0, 255)
      default: (255, 0, 255 - rise)
      }
    func mix(_ channel: Int) -> UInt8 { UInt8((channel + (255 - channel) * white / 255) * value / 255) }
    self.init(red: mix(pure.0), green: mix(pure.1), blue: mix(pure.2))
  }
}

/// A color as video and JPEG keep it: brightness and two differences.
struct YCbCr: Equatable, Sendable {
  let y: Int
  let cb: Int
  let cr: Int

  /// Converts by BT.709 with the narrow range 16 ... 235, which the video declares.
  init(video color: Color) {
    let (red, green, blue) = (Int(color.red), Int(color.green), Int(color.blue))
    y = 16 + Self.rounded(11966 * red + 40254 * green + 4064 * blue)
    cb = 128 + Self.rounded(-6596 * red - 22188 * green + 28784 * blue)
    cr = 128 + Self.rounded(28784 * red - 26145 * green - 2639 * blue)
  }

  /// Converts by BT.601 with the full range, which JFIF prescribes.
  init(jpeg color: Color) {
    let (red, green, blue) = (Int(color.red), Int(color.green), Int(color.blue))
    y = Self.rounded(19595 * red + 38470 * green + 7471 * blue)
    cb = min(255, 128 + Self.rounded(-11059 * red - 21709 * green + 32768 * blue))
    cr = min(255, 128 + Self.rounded(32768 * red - 27439 * green - 5329 * blue))
  }

  /// The nearest whole number to a product with factors of 65536ths.
  private static func rounded(_ product: Int) -> Int { (product + 32768) >> 16 }
}
