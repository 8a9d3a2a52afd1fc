// Whether this build carries a sanitizer: times and memory then say nothing about the product.
#pragma once

namespace saysee::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace saysee::test
