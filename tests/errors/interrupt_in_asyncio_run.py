# run: interrupt=ready
import asyncio
async def main():
    try:
        print("ready", flush=True)  # expect: ready
        await asyncio.sleep(30)
    except asyncio.CancelledError:
        print("main was cancelled")  # expect: main was cancelled
        raise
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt at the end")  # expect: KeyboardInterrupt at the end
