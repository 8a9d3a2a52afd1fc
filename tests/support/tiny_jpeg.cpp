#include "support/tiny_jpeg.h"

namespace saysee::test {

namespace {

// 8 x 8 pixels of one colour.
constexpr std::string_view kHex =
    "ffd8ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c3933383740485c4e404457"
    "453738506d51575f626768673e4d71797064785c656763ffdb0043011112121815182f1a1a2f63423842636363636363"
    "6363636363636363636363636363636363636363636363636363636363636363636363636363636363636363ffc00011"
    "080008000803012200021101031101ffc4001500010100000000000000000000000000000003ffc40014100100000000"
    "000000000000000000000000ffc40014010100000000000000000000000000000005ffc4001411010000000000000000"
    "0000000000000000ffda000c03010002110311003f00a0018b3fffd9";

char byteAt(std::size_t index)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    return static_cast<char>(digit(kHex[index * 2]) * 16 + digit(kHex[index * 2 + 1]));
}

}  // namespace

std::string tinyJpeg(std::string_view comment)
{
    std::string bytes;
    for (std::size_t i = 0; i < kHex.size() / 2; ++i)
        bytes += byteAt(i);
    // Segment COM (ITU T.81, B.2.4.5) behind the start-of-image marker; its length counts itself.
    const std::size_t length = comment.size() + 2;
    const std::string segment {'\xff', '\xfe', static_cast<char>(length >> 8U), static_cast<char>(length & 255U)};
    return bytes.insert(2, segment + std::string(comment));
}

}  // namespace saysee::test
