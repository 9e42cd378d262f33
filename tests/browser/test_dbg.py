from fake_parts import light
def test_dbg(open_page, fake):
    fake.house.devices = [light(f"l{i}", (f"Lamp {i}", f"灯{i}"), "office", percent=0) for i in range(200)]
    page = open_page()
    page.wait_for_timeout(1500)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Profiler.enable"); cdp.send("Profiler.setSamplingInterval", {"interval": 200}); cdp.send("Profiler.start")
    print("BENCH", page.evaluate("""async () => {
      const store = await import('/web/house/store.js');
      const out = [];
      for (let round = 1; round <= 3; round++) {
        const list = Array.from({length: 200}, (_, i) => { const d = structuredClone(store.deviceNow('light.l'+i)); d.facts.on.value = true; d.facts.brightness.value = round; return d; });
        const t0 = performance.now(); store.applyDevices(list); const ta = performance.now(); await new Promise(r => setTimeout(r)); const t1 = performance.now();
        out.push([ta-t0, t1-ta].map(Math.round));
      }
      return out; }"""))
    prof = cdp.send("Profiler.stop")["profile"]
    nodes = {n["id"]: n for n in prof["nodes"]}
    self_t = {}
    for s, d in zip(prof["samples"], prof["timeDeltas"]):
        n = nodes[s]; k = (n["callFrame"]["functionName"], n["callFrame"]["url"].split("/")[-1], n["callFrame"]["lineNumber"])
        self_t[k] = self_t.get(k, 0) + d / 1000
    for k, v in sorted(self_t.items(), key=lambda x: -x[1])[:22]: print("PROF", round(v), k)
