# run: interrupt=ready
import asyncio
loop = asyncio.new_event_loop()
loop.call_soon(lambda: print("ready", flush=True))  # expect: ready
try:
    loop.run_forever()
except KeyboardInterrupt:
    print("loop interrupted", loop.is_running())  # expect: loop interrupted False
loop.close()
