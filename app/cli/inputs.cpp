#include "app/cli/inputs.h"

#include "core/audio/decode.h"
#include "core/image/decode.h"

#include <istream>
#include <iterator>

namespace saysee::cli {

namespace {

constexpr std::size_t kLargestInput = 1U << 30U;  // bytes of standard input

// Larger than any tower's own input; the preprocessing shrinks the rest of the way.
constexpr int kPictureSide = image::encoderShorterSide(448);

base::Result<std::string> readStandardInput(const Context& context)
{
    std::string content;
    std::string block(1U << 16U, '\0');
    auto& in = context.streams.in;
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
        content.append(block, 0, static_cast<std::size_t>(in.gcount()));
        if (content.size() > kLargestInput)
            return base::fail(base::ErrorCode::UnsupportedFormat, "Standard input is larger than a gigabyte.");
    }
    return content;
}

}  // namespace

base::Result<audio::Clip> readClip(const std::string& file, const Context& context)
{
    if (file != "-")
        return audio::decodeFile(file, {}, context.task());
    SAYSEE_ASSIGN(const std::string content, readStandardInput(context));
    return audio::decodeMemory(std::as_bytes(std::span(content)), "standard input", {}, context.task());
}

base::Result<image::RgbImage> readPicture(const std::string& file, const Context& context)
{
    if (file != "-")
        return image::decodeFile(file, {.shorterSide = kPictureSide});
    SAYSEE_ASSIGN(const std::string content, readStandardInput(context));
    return image::decodeBytes(std::as_bytes(std::span(content)), "standard input", {.shorterSide = kPictureSide});
}

}  // namespace saysee::cli
