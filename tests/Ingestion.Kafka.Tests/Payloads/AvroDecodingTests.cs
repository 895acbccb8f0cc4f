using System.Text.Json;
using Avro;
using Avro.Generic;
using Ingestion.Kafka.Payloads;

namespace Ingestion.Kafka.Tests.Payloads;

public sealed class AvroDecodingTests
{
    [Fact]
    public void Decode_RandomSchemasAndRecords_GivesWhatTheWriterOfAvroWrote()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var random = new Random(seed);
            var sample = AvroSample.Create(random);
            var written = (RecordSchema)Schema.Parse(sample.PlainSchema);
            var schema = Decoding.Avro(sample.LogicalSchema);
            for (var i = 0; i < 4; i++)
            {
                var (value, json) = sample.Make(random, written);
                using var stream = new MemoryStream();
                var encoder = new BlockEncoder(stream, random);
                new GenericWriter<GenericRecord>(written).Write(Assert.IsType<GenericRecord>(value), encoder);

                Assert.Equal(json, Decoding.Decode(schema, stream.ToArray()));
            }
        }
    }

    [Fact]
    public void Decode_BytesChangedAtRandom_GivesAnObjectOrSaysWhatIsWrong()
    {
        var decoded = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var sample = AvroSample.Create(random);
            var written = (RecordSchema)Schema.Parse(sample.PlainSchema);
            var schema = Decoding.Avro(sample.LogicalSchema);
            using var stream = new MemoryStream();
            new GenericWriter<GenericRecord>(written).Write(Assert.IsType<GenericRecord>(sample.Make(random, written).Value), new BlockEncoder(stream, random));
            for (var i = 0; i < 50; i++)
            {
                try
                {
                    using var document = JsonDocument.Parse(Decoding.Decode(schema, Decoding.Mutate(random, stream.ToArray()), maxBytes: 100_000));
                    decoded++;
                }
                catch (PayloadException error)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
        }

        Assert.InRange(decoded, 500, 19_500);
    }

    [Theory]
    [InlineData("\"int\"", "0x", "it ends in the middle of a value")]
    [InlineData("\"int\"", "8080808010", "an int in it has more than 32 bits")]
    [InlineData("\"long\"", "ffffffffffffffffffff01", "a number in it has more than ten bytes")]
    [InlineData("\"boolean\"", "02", "a boolean in it is the byte '2', which is neither 0 nor 1")]
    [InlineData("\"string\"", "03", "a length in it is negative")]
    [InlineData("\"string\"", "feffffffffffffffff01", "it ends in the middle of a value")]
    [InlineData("\"string\"", "02ff", "a text in it is not UTF-8")]
    [InlineData("[\"null\", \"int\"]", "04", "it names type '2' of a union that has 2")]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"]}", "02", "it names symbol '1' of an enum that has 1")]
    [InlineData("{\"type\": \"int\", \"logicalType\": \"date\"}", "feffffff0f", "a date in it lies outside the years 1 to 9999")]
    [InlineData("{\"type\": \"int\", \"logicalType\": \"time-millis\"}", "80f0b252", "a time of day in it is '86400000000' microseconds after midnight, which no day has")]
    [InlineData("{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}", "feffffffffffffffff01", "a timestamp-millis in it lies outside the years 1 to 9999")]
    [InlineData("{\"type\": \"array\", \"items\": \"int\"}", "01", "it ends in the middle of a value")]
    [InlineData("\"null\"", "0000", "2 bytes follow the record, so it was written with another schema")]
    public void Decode_WrongBytes_SaysWhatIsWrong(string type, string hex, string damage)
        => Assert.Equal(damage, Decoding.Damage(Decoding.Avro(Record(type)), hex == "0x" ? [] : Convert.FromHexString(hex)));

    [Fact]
    public void Decode_TwoThousandMillionNulls_EndsAtTheLongestRecord()
        => Assert.Equal(
            "decoded it is longer than 100,000 bytes (Ingestion:MaxRecordBytes)",
            Decoding.Damage(Decoding.Avro(Record("""{"type": "array", "items": "null"}""")), Convert.FromHexString("8080808010" + "00"), maxBytes: 100_000));

    [Fact]
    public void Decode_RecordInItself_EndsAtTheDeepestLevel()
    {
        var schema = Decoding.Avro("""{"type": "record", "name": "R", "fields": [{"name": "next", "type": ["null", "R"]}]}""");

        Assert.Equal("""{"next":{"next":null}}""", Decoding.Decode(schema, [2, 0]));
        Assert.Equal("its values lie more than 60 deep in each other", Decoding.Damage(schema, [.. Enumerable.Repeat((byte)2, 100), 0]));
    }

    [Fact]
    public void Decode_RecordThatIsNothingButItself_EndsAtTheDeepestLevel()
    {
        var schema = Decoding.Avro("""{"type": "record", "name": "R", "fields": [{"name": "a", "type": "R"}, {"name": "b", "type": "R"}]}""");

        Assert.Equal("its values lie more than 60 deep in each other", Decoding.Damage(schema, []));
    }

    [Fact]
    public void Decode_UnknownLogicalTypesAndWrongOnes_AreReadAsWhatTheyStandOn()
        => Assert.Equal("""{"f":5}""", Decoding.Decode(Decoding.Avro(Record("""{"type": "long", "logicalType": "io.debezium.time.MicroTimestamp"}""")), [10]));

    [Fact]
    public void Decode_DecimalOfManyDigits_KeepsThemAll()
        => Assert.Equal(
            """{"f":-1234567890123456789012345678.901}""",
            Decoding.Decode(Decoding.Avro(Record("""{"type": "bytes", "logicalType": "decimal", "precision": 60, "scale": 3}""")), Convert.FromHexString("1af06ae5605c5d7936b0f18993cb")));

    [Fact]
    public void Compile_References_MayBeNamed()
    {
        var schema = Decoding.Avro(
            """{"fields":[{"name":"id","type":"long"},{"name":"home","type":"org.example.Address"}],"name":"Customer","namespace":"org.example","type":"record"}""",
            """{"fields":[{"name":"street","type":"string"}],"name":"Address","namespace":"org.example","type":"record"}""");

        Assert.Equal("""{"id":1,"home":{"street":"a"}}""", Decoding.Decode(schema, [2, 2, (byte)'a']));
    }

    [Theory]
    [InlineData("\"string\"", "describes no record, so it has no fields for columns to be read from")]
    [InlineData("{\"type\": \"record\"", "cannot be read as Avro: ")]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": 5}", "cannot be read as Avro: ")]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"a\", \"type\": \"Gone\"}]}", "cannot be read as Avro: ")]
    [InlineData("", "cannot be read as Avro: ")]
    public void Compile_NoSchemaOfARecord_SaysWhy(string text, string damage)
        => Assert.StartsWith(damage, Assert.Throws<SchemaException>(() => Decoding.Avro(text)).Message, StringComparison.Ordinal);

    private static string Record(string type) => $$"""{"type": "record", "name": "R", "fields": [{"name": "f", "type": {{type}}}]}""";
}
