#include "app/bench/figures.h"

namespace saysee {
namespace {

nlohmann::json recogniserFigures(const model::WhisperBench& bench)
{
    return {{"log_mel_ms", bench.logMelMs},
            {"encoder_full_ms", bench.encoderFullMs},
            {"encoder_three_seconds_ms", bench.encoderThreeSecondsMs},
            {"listen_ms", bench.listenMs},
            {"token_ms", bench.tokenMs},
            {"beam_step_ms", bench.beamStepMs},
            {"plain_encoder_ms", bench.plainEncoderMs},
            {"plain_token_ms", bench.plainTokenMs},
            {"encoder_ratio", bench.encoderFullMs / bench.plainEncoderMs},
            {"token_ratio", bench.tokenMs / bench.plainTokenMs},
            {"weights_mb", bench.weightsMegabytes},
            {"load_mb", bench.loadMegabytes},
            {"load_ms", bench.loadMs},
            {"peak_mb", bench.peakMegabytes},
            {"device", bench.device},
            {"device_note", bench.deviceNote}};
}

nlohmann::json imageTextFigures(const model::ClipBench& bench)
{
    return {{"images_per_second_alone", bench.imagesPerSecondAlone},
            {"images_per_second_batch_8", bench.imagesPerSecondBatched},
            {"text_12_tokens_ms", bench.shortTextMs},
            {"text_77_tokens_ms", bench.fullTextMs},
            {"weights_mb", bench.weightsMegabytes},
            {"load_mb", bench.loadMegabytes},
            {"load_ms", bench.loadMs},
            {"peak_mb", bench.peakMegabytes},
            {"device", bench.device},
            {"device_note", bench.deviceNote}};
}

}  // namespace

nlohmann::json modelFigures(const model::WhisperBench& recogniser, const std::string& recogniserShape,
                            const model::ClipBench& imageText, const std::string& imageTextShape)
{
    nlohmann::json figures = {{"recogniser", recogniserFigures(recogniser)},
                              {"image_text", imageTextFigures(imageText)}};
    figures["recogniser"]["shape"] = recogniserShape;
    figures["image_text"]["shape"] = imageTextShape;
    return figures;
}

nlohmann::json tuneFigures(const training::TuneBench& bench, const training::TuneBenchOptions& options)
{
    return {{"pairs", options.pairs},
            {"epochs", options.settings.epochs},
            {"tuning_seconds", bench.seconds},
            {"longest_step_ms", bench.longestStepMs},
            {"mean_wait_ms", bench.meanWaitMs},
            {"search_alone_ms", bench.searchAloneMs},
            {"search_beside_ms", bench.searchBesideMs},
            {"version_swap_ms", bench.swapMs},
            {"peak_mb", bench.peakMegabytes},
            {"device", bench.device}};
}

}  // namespace saysee
