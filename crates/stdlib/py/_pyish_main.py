"""Runs a module whose own code awaits at top level, as a coroutine on a loop of its own.

In such a module `create_task` works at top level as in a notebook, and `asyncio.run(...)` or
`loop.run_until_complete(...)` called from its plain code works as in a script: it runs to its end while the module's own
loop stands still.
"""

import asyncio
from asyncio import base_events, events, runners, tasks


def run(coroutine):
    """Runs the module's coroutine to its end."""
    with runners.Runner() as runner:
        loop = runner.get_loop()

        def from_plain_code():
            if events._get_running_loop() is not loop:
                return False
            task = tasks.current_task(loop)
            return task is not None and task.get_coro() is coroutine

        def stepping_outside(method):
            def call(self, *args, **kwargs):
                if self is loop or not from_plain_code():
                    return method(self, *args, **kwargs)
                events._set_running_loop(None)
                try:
                    return method(self, *args, **kwargs)
                finally:
                    events._set_running_loop(loop)
            return call

        places = [(base_events.BaseEventLoop, "run_until_complete"), (base_events.BaseEventLoop, "run_forever"),
                  (runners.Runner, "run")]
        saved = [getattr(owner, name) for owner, name in places]
        plain_run = runners.run

        def asyncio_run(main, **kwargs):
            if not from_plain_code():
                return plain_run(main, **kwargs)
            events._set_running_loop(None)
            try:
                return plain_run(main, **kwargs)
            finally:
                events._set_running_loop(loop)

        original = runners.Runner.run
        for (owner, name), method in zip(places, saved):
            setattr(owner, name, stepping_outside(method))
        asyncio.run = asyncio_run
        try:
            return original(runner, coroutine)
        finally:
            for (owner, name), method in zip(places, saved):
                setattr(owner, name, method)
            asyncio.run = plain_run
