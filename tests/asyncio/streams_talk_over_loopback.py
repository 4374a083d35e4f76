import asyncio
async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(b"echo " + line)
        await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async def client(name):
        r, w = await asyncio.open_connection("127.0.0.1", port)
        out = []
        for i in range(3):
            w.write(f"{name} {i}\n".encode())
            out.append((await r.readline()).decode().strip())
        w.write_eof()
        out.append(await r.read())
        w.close()
        await w.wait_closed()
        return out
    print(await asyncio.gather(client("a"), client("b")))
    # expect: [['echo a 0', 'echo a 1', 'echo a 2', b''], ['echo b 0', 'echo b 1', 'echo b 2', b'']]
    server.close()
    await server.wait_closed()
    try: await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e: print(type(e).__name__)  # expect: ConnectionRefusedError
asyncio.run(main())
