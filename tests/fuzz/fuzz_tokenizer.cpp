// Feeds the vocabulary readers and the tokenizers behind them. The first byte chooses the format.
#include "core/text/bpe/vocabulary.h"
#include "core/text/clip_tokenizer.h"
#include "core/text/whisper_tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

using namespace saysee::text;

std::filesystem::path written(const std::string& name, std::string_view content)
{
    static const std::filesystem::path folder = [] {
        auto path = std::filesystem::temp_directory_path() / ("saysee-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(path);
        return path;
    }();
    std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << content;
    return folder / name;
}

// Random bytes never spell 256 byte tokens, so every list begins with them.
std::string withBytes(std::string_view lines)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        text += {kDigits[byte >> 2U], kDigits[(byte & 3U) << 4U], '=', '=', ' '};
        text += std::to_string(byte) + "\n";
    }
    return text + std::string(lines);
}

void useWhisper(const std::filesystem::path& path, std::string_view text)
{
    const auto tokenizer = WhisperTokenizer::load(path);
    if (!tokenizer)
        return;
    if (const auto ids = tokenizer->encode(text))
        static_cast<void>(tokenizer->decode(*ids, SpecialTokens::Keep));
}

void useClip(const std::filesystem::path& path, std::string_view text)
{
    if (const auto tokenizer = ClipTokenizer::load(path))
        static_cast<void>(tokenizer->splitIntoClauses(text, 8));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        useWhisper(written("list.tiktoken", withBytes(input)), input);
        break;
    case 1:
        useClip(written("merges.txt", input), input);
        break;
    case 2:
        static_cast<void>(written("vocab.json", input));
        static_cast<void>(readHuggingFace(written("merges.txt", input).parent_path()));
        break;
    default: {
        const auto path = written("tokenizer.json", input);
        useWhisper(path, input);
        useClip(path, input);
    }
    }
    return 0;
}
