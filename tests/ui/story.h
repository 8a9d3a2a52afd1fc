// A searcher at the window, for tests of what comes of speaking, typing and dropping.
#pragma once

#include "core/audio/decode.h"
#include "core/session/session.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "ui/controllers/search_controller.h"
#include "ui/item_models/result_model.h"
#include "ui/panels/search/query_bar.h"
#include "ui/panels/search/result_area.h"
#include "ui/panels/search/search_panel.h"
#include "ui/widgets/microphone_button.h"
#include "ui/widgets/photo_grid.h"

#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <functional>
#include <optional>

namespace saysee::test {

inline constexpr int kPatience = 60'000;  // milliseconds: a busy machine is no failure
inline constexpr const char* kQuery = "queries/query-01.flac";
inline constexpr const char* kWords = "a small child in a blue coat in front of a green house on a street";
inline constexpr const char* kRightPhoto = "PB_0181.jpg";

inline std::filesystem::path sample(const char* name) { return sourceDirectory() / "resources/sample" / name; }

// The searcher's view of a window.
struct Story {
    explicit Story(gui::Composition& composition)
        : window(composition.window()), panel(*window.findChild<ui::SearchPanel*>()),
          searched(&composition.context().bus, &ui::WindowBus::searched),
          failed(&panel.controller(), &ui::SearchController::failed)
    {
        QObject::connect(&panel.controller(), &ui::SearchController::failed, &panel,
                         [](const base::Error& error) { qInfo("failed: %s", error.message.c_str()); });
        window.show();
        window.activateWindow();
        panel.query().microphone().setFocus();
    }

    [[nodiscard]] QString firstPhoto() const
    {
        const auto& model = panel.results().model();
        return model.index(1).data().toString();  // below the first heading
    }
    void openFirstPhoto()
    {
        panel.results().model().setWeakMatches(ui::WeakMatches::Shown);
        Q_EMIT panel.results().grid().activated(panel.results().model().index(1));
    }
    [[nodiscard]] bool firstHeadingIsBest() const { return panel.results().model().answer().best > 0; }
    void drop(const QList<QUrl>& urls)
    {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&panel, &enter);  // a drop goes to whom the drag has entered
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&panel, &event);
    }
    void saveScreen(const char* name)
    {
        const QString folder =
            qEnvironmentVariable("SAYSEE_BINARY_DIR", QStringLiteral(".")) + QStringLiteral("/tests/screens");
        QDir().mkpath(folder);
        QVERIFY(window.grab().save(folder + QLatin1Char('/') + QString::fromLatin1(name) + QStringLiteral(".png")));
    }

    ui::MainWindow& window;
    ui::SearchPanel& panel;
    QSignalSpy searched;
    QSignalSpy failed;
};

inline std::vector<float> spokenQuery(const char* file = kQuery)
{
    auto clip = audio::decodeFile(sample(file));
    if (!clip)
        qFatal("%s", clip.error().message.c_str());
    clip->samples.resize(clip->samples.size() + audio::kSampleRate * 60);  // then silence
    return clip->samples;
}

// In real time, as a person speaks.
inline FakeMicrophoneScript hearing(std::vector<float> sound)
{
    FakeMicrophoneScript script;
    script.sound = std::move(sound);
    script.realTime = true;
    return script;
}

// What the library says; T() when it fails.
template <class T>
T askLibrary(OffscreenWindow& offscreen, std::function<base::Result<T>(library::Library&)> question)
{
    std::optional<T> said;
    QObject owner;
    offscreen.context().session.ask<T>(
        [question](session::Workspace& workspace, const base::TaskContext&) { return question(workspace.library()); },
        offscreen.context().bridge.to<T>(&owner, [&](base::Result<T> answer) { said = answer.value_or(T()); }));
    return QTest::qWaitFor([&] { return said.has_value(); }, kPatience) ? *said : T();
}
inline int pairs(OffscreenWindow& offscreen)
{
    return askLibrary<int>(offscreen, [](library::Library& library) -> base::Result<int> {
        SAYSEE_ASSIGN(const auto counts, library.pairs().counts());
        return static_cast<int>(counts.all);
    });
}

}  // namespace saysee::test
