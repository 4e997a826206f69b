#include "actors/scan_image.hpp"

#include "events/struct_codec.hpp"

namespace fillwright {

std::string encode_image(const ScanImage& image) { return encode_struct(image); }

std::optional<ScanImage> decode_image(std::string_view bytes) {
  return decode_struct<ScanImage>(bytes);
}

}  // namespace fillwright
