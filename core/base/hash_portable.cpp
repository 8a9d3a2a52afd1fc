// SHA-256 (FIPS 180-4) for builds of the networks alone on machines without OpenSSL. hash.cpp is the usual one.
#include "core/base/hash.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace saysee::base {

namespace {

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

}  // namespace

struct Sha256::State {
    std::array<std::uint32_t, 8> words = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> block{};
    std::size_t filled = 0;
    std::uint64_t length = 0;

    void compress()
    {
        std::array<std::uint32_t, 64> w{};
        for (std::size_t i = 0; i < 16; ++i)
            w[i] = static_cast<std::uint32_t>(block[4 * i]) << 24U | static_cast<std::uint32_t>(block[4 * i + 1]) << 16U
                | static_cast<std::uint32_t>(block[4 * i + 2]) << 8U | block[4 * i + 3];
        for (std::size_t i = 16; i < 64; ++i) {
            const auto s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3U);
            const auto s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10U);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        auto [a, b, c, d, e, f, g, h] = words;
        for (std::size_t i = 0; i < 64; ++i) {
            const auto s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const auto t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
            const auto s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const auto t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
        }
        const std::array<std::uint32_t, 8> sum = {a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < 8; ++i)
            words[i] += sum[i];
        filled = 0;
    }

    void put(unsigned char byte)
    {
        block[filled++] = byte;
        if (filled == block.size())
            compress();
    }
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes)
{
    m_state->length += bytes.size();
    for (const std::byte byte : bytes)
        m_state->put(std::to_integer<unsigned char>(byte));
}

void Sha256::update(std::string_view text) { update(std::as_bytes(std::span(text.data(), text.size()))); }

std::string Sha256::finish()
{
    const std::uint64_t bits = m_state->length * 8;
    m_state->put(0x80);
    while (m_state->filled != 56)
        m_state->put(0);
    for (int shift = 56; shift >= 0; shift -= 8)
        m_state->put(static_cast<unsigned char>(bits >> static_cast<unsigned>(shift)));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : m_state->words)
        for (int shift = 28; shift >= 0; shift -= 4)
            text += digits[word >> static_cast<unsigned>(shift) & 15U];
    return text;
}

std::string sha256(std::string_view text)
{
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

Result<std::string> sha256OfFile(const std::filesystem::path& path, const TaskContext& task)
{
    std::error_code error;
    if (std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::NotFound, "There is no file " + path.string() + ".");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::Io, "Cannot read " + path.string() + ".");
    Sha256 hash;
    std::string block(1U << 20U, '\0');
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
        if (task.stopRequested())
            return cancelled();
        hash.update(std::string_view(block.data(), static_cast<std::size_t>(file.gcount())));
    }
    if (file.bad())
        return fail(ErrorCode::Io, "Reading " + path.string() + " failed.");
    return hash.finish();
}

}  // namespace saysee::base
