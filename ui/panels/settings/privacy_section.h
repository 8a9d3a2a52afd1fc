// What is kept of what a person says, for how long, and how to be rid of it.
#pragma once

#include "core/library/history.h"
#include "ui/panels/panel.h"
#include "ui/settings/preferences.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace saysee::ui {

class PrivacySection : public QWidget {
    Q_OBJECT

public:
    explicit PrivacySection(PanelContext& context);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void readCounts();
    void showKeep();
    void chooseKeep();
    void askAndDelete();
    void deleteAll();

    PanelContext& m_context;
    Preferences m_preferences;
    QComboBox* m_keep;
    QCheckBox* m_preRoll;
    QLabel* m_counts;
    QPushButton* m_delete;
};

}  // namespace saysee::ui
