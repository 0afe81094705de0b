//! State of aids to navigation: DAC 235 and 250, FI 10, of the general lighthouse authorities of the United Kingdom and
//! Ireland (IALA recommendation A-126, annex), and DAC 0, FI 0, of the Zeni Lite Buoy company (IALA registry).

use super::reader::Reader;
use crate::message::value::FieldSink;

impl<S: FieldSink> Reader<'_, '_, S> {
    /// Voltages in steps of 0.05 V; 0: not used.
    pub(super) fn aid_monitoring(&mut self) {
        for name in ["supply_voltage_v", "analogue_1_v", "analogue_2_v"] {
            self.float(name, 10, 1..=1_023, 0, |n| n / 20.0);
        }
        self.code("racon_status", 2);
        self.code("light_status", 2);
        self.flag("health_alarm");
        self.code("digital_inputs", 8);
        self.flag("off_position");
        self.fields.end_spare(4);
    }

    /// Lantern voltage and current in steps of 0.1.
    pub(super) fn lantern_monitoring(&mut self) {
        self.code("sub_application_id", 16);
        self.tenths("lantern_voltage_v", 12, 0..=4_095, 4_096);
        self.tenths("lantern_current_a", 10, 0..=1_023, 1_024);
        self.flag("dc_power_supply");
        self.flag("light_on");
        self.flag("battery_low");
        self.flag("off_position");
        self.fields.end_spare(6);
    }
}
