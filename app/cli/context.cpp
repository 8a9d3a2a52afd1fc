#include "app/cli/context.h"

#include "app/cli/progress_line.h"
#include "core/base/files.h"
#include "core/base/paths.h"
#include "core/model/pack.h"

#include <memory>
#include <ostream>

namespace saysee::cli {

base::TaskContext Context::task() const
{
    base::TaskContext task {stop, {}};
    if (!common.quiet && !common.json) {
        const auto line = std::make_shared<ProgressLine>(streams.err, streams.errIsTerminal);
        task.report = [line](const base::Progress& progress) { line->show(progress); };
    }
    return task;
}

std::filesystem::path Context::libraryDirectory() const
{
    return common.library.empty() ? base::defaultLibrary() : std::filesystem::path(common.library);
}

base::Result<model::EngineSpec> Context::engineSpec() const
{
    model::EngineSpec spec;
    const bool replaced = !common.recogniser.empty() || !common.imageText.empty();
    auto pack = model::findPack(common.pack.empty() ? model::chosenPack() : common.pack);
    if (pack)
        spec.pack = pack->folder;
    else if (!common.pack.empty() || !replaced)
        return tl::unexpected(std::move(pack).error());
    spec.recogniser = common.recogniser;
    spec.imageText = common.imageText;
    spec.head = common.head;
    spec.device = common.device;
    spec.threads = common.threads;
    return spec;
}

void Context::printJson(nlohmann::json fields) const
{
    fields["schema"] = 1;
    streams.out << base::jsonText(fields, 2) << '\n';
}

void Context::say(nlohmann::json fields, const std::string& sentence) const
{
    if (common.json)
        printJson(std::move(fields));
    else
        streams.out << sentence << '\n';
}

int exitCode(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::InvalidArgument:
        return kUsage;
    case base::ErrorCode::ModelMissing:
        return kModelMissing;
    case base::ErrorCode::AudioUnusable:
        return kAudioUnusable;
    case base::ErrorCode::Cancelled:
        return kStopped;
    default:
        return kFailure;
    }
}

}  // namespace saysee::cli
