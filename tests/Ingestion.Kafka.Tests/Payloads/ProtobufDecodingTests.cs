using Ingestion.Kafka.Payloads;

namespace Ingestion.Kafka.Tests.Payloads;

/// <summary>The bytes were written by protobuf 7.36.2 for Python from messages of the schemas below, the path to the message put in front.</summary>
public sealed class ProtobufDecodingTests
{
    internal const string Order = """
        syntax = "proto3";
        package shop;
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/duration.proto";
        import "google/protobuf/wrappers.proto";
        import "google/protobuf/struct.proto";
        enum Status { UNKNOWN = 0; PAID = 1; SENT = 7; }
        message Order {
          double a_double = 1; float a_float = 2; int32 a_int32 = 3; int64 a_int64 = 4; uint32 a_uint32 = 5; uint64 a_uint64 = 6; sint32 a_sint32 = 7; sint64 a_sint64 = 8;
          fixed32 a_fixed32 = 9; fixed64 a_fixed64 = 10; sfixed32 a_sfixed32 = 11; sfixed64 a_sfixed64 = 12; bool a_bool = 13; string a_string = 14; bytes a_bytes = 15;
          Status status = 16;
          map<string, Line> by_name = 25;
          message Line {
            string product = 1;
            int32 count = 2;
            message Tag { string t = 1; }
          }
          Line line = 17;
          repeated Line lines = 18;
          repeated sint32 numbers = 19;
          repeated int64 loose = 20 [packed = false];
          repeated string names = 21;
          repeated Status states = 22;
          map<string, double> prices = 23;
          map<bool, sint64> flags = 24;
          oneof pay { double cash = 26; string card = 27; }
          optional string note = 28;
          google.protobuf.Timestamp at = 29;
          google.protobuf.Duration took = 30;
          google.protobuf.Int64Value maybe = 31;
          google.protobuf.StringValue text = 32;
          google.protobuf.Struct extra = 33;
          google.protobuf.Value any = 34;
          google.protobuf.ListValue list = 35;
          Order parent = 36;
        }
        message Other { int32 x = 1; }
        """;

    internal const string Scalars = """
        00 09000000000000f8bf15cdcccc3d18fbffffffffffffffff01208080808080808080800128ffffffff0f30ffffffffffffffffff0138ffffffff0f40feffffffffffffffff014dffffffff51ffffffffffffffff
        5d000000806100000000000000806801720c4772c3bcc39f65202278220a7a0200ff800107
        """;

    internal const string Composed = """
        00 8a01050a0370656e9201050a016110019201009a01040100d804a00101a001ffffffffffffffffff01aa010161aa0100aa010163b20103010009ba010e0a03696e6b110000000000000000ba010e0a0370656e11000000000000f43f
        c20104080110 0dc2010408001002ca01070a017812021003ca01050a01791200da010476697361e20100a202081801a20203e20100
        """;

    internal const string Known = """
        00 ea010b0880e2cfaa0610959aef3af2011608fdffffffffffffffff011080b6ca91feffffffff01fa01008202030a01748a02540a070a0162120220010a0e0a0164120911000000000000f83f0a070a016e120208000a260a016f12212a1f0a1d
        0a016b121832160a0911000000000000f03f0a051a0374776f0a0208000a080a017312031a017892020208009a02180a0911000000000000f03f0a0b2a090a070a016112022000
        """;

    private const string Old = """
        syntax = "proto2";
        package old;
        message Old {
          required int64 id = 1;
          optional int32 n = 2 [default = 7];
          repeated int32 loose = 3;
          repeated int32 tight = 4 [packed = true];
          repeated group Part = 5 { optional string p = 1; }
        }
        """;

    [Fact]
    public void Decode_EachScalarType_WritesItsValue()
        => Assert.StartsWith(
            """{"a_double":-1.5,"a_float":0.1,"a_int32":-5,"a_int64":-9223372036854775808,"a_uint32":4294967295,"a_uint64":18446744073709551615,"a_sint32":-2147483648,"a_sint64":9223372036854775807,"""
            + "\"" + """a_fixed32":4294967295,"a_fixed64":18446744073709551615,"a_sfixed32":-2147483648,"a_sfixed64":-9223372036854775808,"a_bool":true,"a_string":"Grüße \"x\"\n","a_bytes":"AP8=","status":"SENT","by_name":{},""",
            Decode(Order, Scalars),
            StringComparison.Ordinal);

    [Fact]
    public void Decode_MessagesListsMapsAndOneOf_WritesThemUnderTheNamesOfTheText()
    {
        var json = Decode(Order, Composed);

        Assert.Contains(
            "\"" + """by_name":{"x":{"product":"","count":3},"y":{"product":"","count":0}},"line":{"product":"pen","count":0},"lines":[{"product":"a","count":1},{"product":"","count":0}],"numbers":[-1,0,300],"""
            + "\"" + """loose":[1,-1],"names":["a","","c"],"states":["PAID","UNKNOWN",9],"prices":{"ink":0,"pen":1.25},"flags":{"true":-7,"false":1},"cash":null,"card":"visa","note":"","at":null,""",
            json,
            StringComparison.Ordinal);
        Assert.Contains("\"" + """parent":{"a_double":0,"a_float":0,"a_int32":1,""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_WellKnownMessages_WritesWhatTheyStandFor()
        => Assert.EndsWith(
            "\"" + """at":"2023-11-14T22:13:20.123456Z","took":"-3.5s","maybe":0,"text":"t","extra":{"b":true,"d":1.5,"n":null,"o":{"k":[1,"two",null]},"s":"x"},"any":null,"list":[1,{"a":false}],"parent":null}""",
            Decode(Order, Known),
            StringComparison.Ordinal);

    [Fact]
    public void Decode_NothingWritten_WritesDefaultsAndNullWhereAbsenceCanBeTold()
        => Assert.Equal(
            """{"a_double":0,"a_float":0,"a_int32":0,"a_int64":0,"a_uint32":0,"a_uint64":0,"a_sint32":0,"a_sint64":0,"a_fixed32":0,"a_fixed64":0,"a_sfixed32":0,"a_sfixed64":0,"a_bool":false,"a_string":"","""
            + "\"" + """a_bytes":"","status":"UNKNOWN","by_name":{},"line":null,"lines":[],"numbers":[],"loose":[],"names":[],"states":[],"prices":{},"flags":{},"cash":null,"card":null,"note":null,"at":null,"""
            + "\"" + """took":null,"maybe":null,"text":null,"extra":null,"any":null,"list":null,"parent":null}""",
            Decode(Order, "00"));

    [Fact]
    public void Decode_WrittenInPieces_LastValueCountsMessagesAreMergedAndListsGoOn()
    {
        var json = Decode(Order, "00 18018a01050a0370656e9a01020204d101000000000000004018028a010210049a01010ada010476697361");

        Assert.Contains("\"a_int32\":2,", json, StringComparison.Ordinal);
        Assert.Contains("\"" + """line":{"product":"pen","count":4},""", json, StringComparison.Ordinal);
        Assert.Contains("\"numbers\":[1,2,5],", json, StringComparison.Ordinal);
        Assert.Contains("\"cash\":null,\"card\":\"visa\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02 02 0802", """{"x":2}""")]
    [InlineData("04 00 00 0a0370656e1002", """{"product":"pen","count":2}""")]
    [InlineData("06 00 00 00 0a0464656570", """{"t":"deep"}""")]
    public void Decode_PathToTheMessage_FindsIt(string hex, string json) => Assert.Equal(json, Decode(Order, hex));

    [Theory]
    [InlineData("08031801 1802 220203042b0a01612c2b0a01622c", """{"id":3,"n":null,"loose":[1,2],"tight":[3,4],"part":[{"p":"a"},{"p":"b"}]}""")]
    [InlineData("0803 1a020102 2003 2004", """{"id":3,"n":null,"loose":[1,2],"tight":[3,4],"part":[]}""")]
    [InlineData("0803 f206020000 fb06 0801 fc06 a9060000000000000000", """{"id":3,"n":null,"loose":[],"tight":[],"part":[]}""")]
    [InlineData("0803 12026161", """{"id":3,"n":null,"loose":[],"tight":[],"part":[]}""")]
    public void Decode_Proto2_TakesPackedAndUnpackedAndPassesOverWhatItDoesNotKnow(string hex, string json) => Assert.Equal(json, Decode(Old, "00" + hex).Replace("\"Part\"", "\"part\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("", "it ends in the middle of a value")]
    [InlineData("01", "the path to its message has '-1' steps")]
    [InlineData("04 00", "it ends in the middle of a value")]
    [InlineData("02 04", "it says that it is message '2' where the schema has 2")]
    [InlineData("00 72 05 61", "it ends in the middle of a value")]
    [InlineData("00 72 01 ff", "a text in it is not UTF-8")]
    [InlineData("00 18 ffffffffffffffffffff01", "a number in it has more than ten bytes")]
    [InlineData("00 07", "it has the tag '7', which no field has")]
    [InlineData("00 00", "it has the tag '0', which no field has")]
    [InlineData("00 fc06", "it ends the group '111', which it did not begin")]
    [InlineData("00 fb06 8407", "it ends the group '112' in the group '111'")]
    [InlineData("00 fb06 0800", "it ends in the middle of a value")]
    [InlineData("00 ea01 06 1080a8d6b907", "a Timestamp in it has '2000000000' nanoseconds, which no second has")]
    [InlineData("00 ea01 07 0880b08ef6ff5f", "a Timestamp in it lies outside the years 1 to 9999")]
    [InlineData("00 f201 04 0801 10ff", "it ends in the middle of a value")]
    public void Decode_WrongBytes_SaysWhatIsWrong(string hex, string damage) => Assert.Equal(damage, Decoding.Damage(Decoding.Protobuf(Order), Bytes(hex)));

    [Fact]
    public void Decode_RequiredFieldMissing_SaysWhich()
        => Assert.Equal("it lacks the required field 'id'", Decoding.Damage(Decoding.Protobuf(Old), Bytes("00 1001")));

    [Fact]
    public void Decode_NestedWithoutEnd_EndsAtTheLimit()
    {
        byte[] body = [];
        for (var i = 0; i < 100; i++)
        {
            body = [0xa2, 0x02, .. Varint(body.Length), .. body];
        }

        Assert.Equal("its values lie more than 60 deep in each other", Decoding.Damage(Decoding.Protobuf(Order), [0, .. body]));
    }

    [Fact]
    public void Decode_EmptyMessagesThatWriteMuch_EndsAtTheLongestRecord()
    {
        byte[] body = [0, .. Enumerable.Repeat<byte[]>([0x92, 0x01, 0x00], 100_000).SelectMany(static item => item)];

        Assert.Equal("decoded it is longer than 50,000 bytes (Ingestion:MaxRecordBytes)", Decoding.Damage(Decoding.Protobuf(Order), body, maxBytes: 50_000));
    }

    [Fact]
    public void Compile_References_AreImportedUnderTheirNames()
    {
        var schema = Decoding.Protobuf(
            """syntax = "proto3"; package q; import "m.proto"; message X { p.M m = 1; }""", ("m.proto", """syntax = "proto3"; package p; message M { int64 a = 1; }"""));

        Assert.Equal("""{"m":{"a":5}}""", Decoding.Decode(schema, Bytes("00 0a020805")));
    }

    [Fact]
    public void Compile_FilesOfConfluent_AreKnown()
    {
        var schema = Decoding.Protobuf("""
            syntax = "proto3";
            import "confluent/meta.proto";
            import "confluent/type/decimal.proto";
            message Sale {
              option (confluent.message_meta).doc = "A sale";
              confluent.type.Decimal amount = 1 [(confluent.field_meta) = { doc: "What was paid", params: [ { key: "unit", value: "EUR" } ] }];
            }
            """);

        Assert.Equal("""{"amount":-123.45}""", Decoding.Decode(schema, Bytes("00 0a08 0a02cfc7 1005 1802")));
    }

    [Theory]
    [InlineData("syntax = \"proto3\"; message", "cannot be read as Protobuf: ")]
    [InlineData("syntax = \"proto3\"; message M { N n = 1; }", "cannot be read as Protobuf: ")]
    [InlineData("syntax = \"proto3\"; import \"gone.proto\"; message M { int32 n = 1; }", "cannot be read as Protobuf: ")]
    [InlineData("syntax = \"proto3\"; import \"/etc/passwd\"; message M { int32 n = 1; }", "cannot be read as Protobuf: ")]
    [InlineData("syntax = \"proto3\"; enum E { A = 0; }", "describes no message, so it has no fields for columns to be read from")]
    public void Compile_NoSchemaOfMessages_SaysWhy(string text, string damage)
        => Assert.StartsWith(damage, Assert.Throws<SchemaException>(() => Decoding.Protobuf(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_BytesChangedAtRandom_GivesAnObjectOrSaysWhatIsWrong()
    {
        var random = new Random(7);
        var schema = Decoding.Protobuf(Order);
        byte[][] seeds = [Bytes(Scalars), Bytes(Composed), Bytes(Known)];
        var decoded = 0;
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                using var document = System.Text.Json.JsonDocument.Parse(Decoding.Decode(schema, Decoding.Mutate(random, seeds[i % seeds.Length])));
                decoded++;
            }
            catch (PayloadException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }

        Assert.InRange(decoded, 500, 19_500);
    }

    internal static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(static letter => !char.IsWhiteSpace(letter))));

    private static string Decode(string schema, string hex) => Decoding.Decode(Decoding.Protobuf(schema), Bytes(hex));

    private static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
}
