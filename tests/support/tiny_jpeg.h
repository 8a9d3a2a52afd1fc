// The smallest photo there is, as often as needed.
#pragma once

#include <string>
#include <string_view>

namespace saysee::test {

// A valid JPEG file of about 300 bytes. The comment, at most 65,000 bytes, makes its content differ from others.
std::string tinyJpeg(std::string_view comment);

}  // namespace saysee::test
