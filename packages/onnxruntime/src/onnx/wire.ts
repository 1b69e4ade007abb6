const text = new TextEncoder();

/** Wire types of the protobuf encoding: how many bytes follow a key. */
const wire = { varint: 0, delimited: 2, fourBytes: 5 } as const;

/**
 * A protobuf message under construction. Fields are kept as parts and laid out only by `toBytes`, so that weights are
 * copied once however deep they are nested, and the size is known before any memory is asked for.
 */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  /** Bytes that the message takes. */
  get size(): number {
    return this.#size;
  }

  /** int32, int64 or enum. Negative numbers take ten bytes, as two's complement of 64 bits. */
  int(field: number, value: number | bigint): this {
    return this.#key(field, wire.varint).#push(varint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#key(field, wire.fourBytes).#push(bytes);
  }

  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  /** The bytes are not copied before `toBytes`. */
  bytes(field: number, value: Uint8Array): this {
    return this.#key(field, wire.delimited).#push(varint(value.length)).#push(value);
  }

  message(field: number, value: Message): this {
    this.#key(field, wire.delimited).#push(varint(value.#size));
    for (const part of value.#parts) this.#push(part);
    return this;
  }

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  }

  #key(field: number, type: number): this {
    return this.#push(varint(field * 8 + type));
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    this.#size += part.length;
    return this;
  }
}

/** Seven bits a byte, lowest first; the top bit says that more follow. */
function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
