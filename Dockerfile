# One image for the server. Models are not in it: they are fetched once into the volume, hash-checked.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential cmake git \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /mimosa
COPY requirements.lock pyproject.toml README.md LICENSE THIRD_PARTY.md ./
# A container may be moved to another processor than the one it was built on: no instructions beyond the x86-64-v3 level.
ENV CMAKE_ARGS="-DGGML_NATIVE=OFF"
RUN python -m venv /opt/mimosa \
    && /opt/mimosa/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY assistant assistant
COPY devices devices
COPY skills skills
COPY server server
RUN /opt/mimosa/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 mimosa \
    && install -d -o mimosa -g mimosa /data
COPY --from=build /opt/mimosa /opt/mimosa
ENV PATH=/opt/mimosa/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MIMOSA_DATA_DIR=/data \
    MIMOSA_MODELS_DIR=/data/models \
    MIMOSA_HOST=0.0.0.0
USER mimosa
VOLUME /data
EXPOSE 8237
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["mimosa", "doctor", "--running", "--json"]
ENTRYPOINT ["mimosa"]
CMD ["run"]
