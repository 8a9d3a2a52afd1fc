// A tune's curve as text, to every bit: for comparing runs and for messages.
#pragma once

#include "core/training/tune_trainer.h"

#include <QString>
#include <string>

namespace saysee::test {

inline std::string curveText(const training::TuneState& state)
{
    std::string text;
    for (const auto& point : state.curve)
        text += QStringLiteral("%1 %2 %3 %4\n")
                    .arg(point.epoch)
                    .arg(point.loss, 0, 'g', 17)
                    .arg(point.trainedScore, 0, 'g', 17)
                    .arg(point.stoppingScore, 0, 'g', 17)
                    .toStdString();
    return text;
}

}  // namespace saysee::test
