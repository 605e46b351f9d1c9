/** NDJSON of `sensor-readings`, every row of about `bytes` bytes and of its own key. */
export function readings(rows: number, from = 0): Uint8Array {
  const lines = Array.from({ length: rows }, (_, index) => {
    const sensorId = `sensor-${String(from + index).padStart(10, '0')}`;
    return `{"sensorId":"${sensorId}","takenAt":"2026-01-01T00:00:00.000Z","reading":{"temperatureCelsius":21.5},"firmware":"bench-0001"}\n`;
  });
  return Buffer.from(lines.join(''));
}
