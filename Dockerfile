# The command in a container. Build it once, and render the lesson of a folder into that folder:
#   docker build --tag backprop .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/lecture" backprop render
FROM debian:trixie-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        gcc libcairo2-dev libpango1.0-dev pkg-config python3-dev python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY LICENSE README.md pyproject.toml requirements.lock ./
COPY backprop_core backprop_core
COPY scenes scenes
RUN python3 -m venv /opt/backprop \
    && /opt/backprop/bin/python -m pip install --no-cache-dir --constraint requirements.lock .

FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libcairo2 libpangocairo-1.0-0 python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/backprop /opt/backprop
# Whoever it is run as, nobody or another: in the home folder are only caches.
ENV HOME=/tmp PATH=/opt/backprop/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 65534
WORKDIR /lecture
ENTRYPOINT ["backprop"]
CMD ["--help"]
