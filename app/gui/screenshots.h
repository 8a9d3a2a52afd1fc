// Pictures of every panel in both themes, for the README: `saysee-gui --screenshots FOLDER`.
#pragma once

#include "app/gui/composition.h"

#include <QTimer>

namespace saysee::gui {

// Asks the sample's first spoken query, opens its first photo, then shows each panel in turn. The library should hold
// the sample library (`saysee sample`).
class Screenshots : public QObject {
    Q_OBJECT

public:
    Screenshots(Composition& composition, const QString& folder);
    void start();

Q_SIGNALS:
    void finished(bool allSaved);

private:
    struct Shot {
        QString name;
        std::function<void()> prepare;
    };
    void plan();
    void tick();
    void take();

    Composition& m_composition;
    QString m_folder;
    std::vector<Shot> m_shots;
    std::size_t m_next = 0;
    int m_quietTicks = 0;  // nothing has been searched for so long
    bool m_allSaved = true;
    QTimer m_timer;
};

}  // namespace saysee::gui
