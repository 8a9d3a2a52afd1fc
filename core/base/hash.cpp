#include "core/base/hash.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <openssl/evp.h>
#include <vector>

namespace saysee::base {

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes)
{
    EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size());
}

void Sha256::update(std::string_view text) { update(std::as_bytes(std::span(text.data(), text.size()))); }

std::string Sha256::finish()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(m_state->context.get(), digest.data(), &length);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 15U];
    }
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
    Progress progress {"Checking " + path.filename().string(), 0, std::filesystem::file_size(path, error)};
    Sha256 hash;
    std::vector<char> block(1U << 20U);
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
        if (task.stopRequested())
            return cancelled();
        const auto count = static_cast<std::size_t>(file.gcount());
        hash.update(std::as_bytes(std::span(block.data(), count)));
        progress.done += count;
        task.progress(progress);
    }
    if (file.bad())
        return fail(ErrorCode::Io, "Reading " + path.string() + " failed.");
    return hash.finish();
}

}  // namespace saysee::base
