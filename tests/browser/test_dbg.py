from fake_parts import light
def test_dbg(open_page, fake):
    fake.house.devices = [light(f"l{i}", (f"Lamp {i}", f"灯{i}"), "office", percent=0) for i in range(200)]
    page = open_page()
    page.wait_for_timeout(1500)
    print("BENCH", page.evaluate("""async () => {
      const store = await import('/web/house/store.js');
      const out = [];
      for (let round = 1; round <= 10; round++) {
        const list = Array.from({length: 200}, (_, i) => { const d = structuredClone(store.deviceNow('light.l'+i)); d.facts.on.value = true; d.facts.brightness.value = round; return d; });
        const t0 = performance.now(); store.applyDevices(list); await new Promise(r => setTimeout(r)); const t1 = performance.now();
        document.body.offsetHeight; const t2 = performance.now();
        await new Promise(r => requestAnimationFrame(() => setTimeout(r))); const t3 = performance.now();
        out.push([t1-t0, t2-t1, t3-t2].map(Math.round));
      }
      return out; }"""))
