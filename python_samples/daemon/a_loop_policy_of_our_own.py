# run: stderr=any
"""An event loop policy decides which loop new_event_loop makes. Deprecated in 3.14, with a warning each time."""
import asyncio
import selectors
import threading


class MyPolicy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        selector = selectors.SelectSelector()
        print("selector:", type(selector).__name__)  # expect: selector: SelectSelector
        return asyncio.SelectorEventLoop(selector)


def run():
    asyncio.set_event_loop_policy(MyPolicy())
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    print("result:", loop.run_until_complete(asyncio.sleep(0, "done")))  # expect: result: done
    loop.close()


t = threading.Thread(target=run)
t.start()
t.join()
